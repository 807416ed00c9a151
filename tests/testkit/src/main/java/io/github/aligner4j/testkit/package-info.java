/**
 * Contracts for implementations to extend, and scripted stand-ins, for tests of several modules.
 */
@NullMarked
package io.github.aligner4j.testkit;

import org.jspecify.annotations.NullMarked;
