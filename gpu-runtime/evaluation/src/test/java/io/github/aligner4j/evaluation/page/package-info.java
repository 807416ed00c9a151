@NullMarked
package io.github.aligner4j.evaluation.page;

import org.jspecify.annotations.NullMarked;
