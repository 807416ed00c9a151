/**
 * What tests of several modules share: contracts that each implementation inherits, and scripted stand-ins.
 */
@NullMarked
package io.github.aligner4j.testkit;

import org.jspecify.annotations.NullMarked;
