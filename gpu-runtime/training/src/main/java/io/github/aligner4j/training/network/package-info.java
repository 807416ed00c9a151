/** The computation of training: parameters and the TorchScript that reads them. Begin with {@link LossSource}. */
@NullMarked
package io.github.aligner4j.training.network;

import org.jspecify.annotations.NullMarked;
