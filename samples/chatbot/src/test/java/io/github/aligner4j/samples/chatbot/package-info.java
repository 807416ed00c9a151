/** Tests of the chatbot, most of them through its port and with the embedded Aligner. */
@NullMarked
package io.github.aligner4j.samples.chatbot;

import org.jspecify.annotations.NullMarked;
