@NullMarked
package io.github.aligner4j.remote;

import org.jspecify.annotations.NullMarked;
