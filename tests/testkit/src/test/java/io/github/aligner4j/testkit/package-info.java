@NullMarked
package io.github.aligner4j.testkit;

import org.jspecify.annotations.NullMarked;
