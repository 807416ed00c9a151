/**
 * TorchScript as text: what the programs of inference and of training have in common, and the file format in which libtorch
 * takes them. Nothing here needs libtorch.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.torchscript.ConfigValues}, which turns a checkpoint's configuration into
 * the values of a {@link io.github.aligner4j.runtime.torchscript.ProgramTemplate}.
 */
@NullMarked
package io.github.aligner4j.runtime.torchscript;

import org.jspecify.annotations.NullMarked;
