@NullMarked
package io.github.aligner4j.testkit.boot;

import org.jspecify.annotations.NullMarked;
