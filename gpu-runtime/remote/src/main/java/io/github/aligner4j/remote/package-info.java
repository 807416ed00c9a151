/** Runs Aligners on vLLM, SGLang, llama.cpp, Ollama and APIs of the OpenAI type. */
@NullMarked
package io.github.aligner4j.remote;

import org.jspecify.annotations.NullMarked;
