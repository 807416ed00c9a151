/**
 * Policies around Aligners: {@link io.github.aligner4j.policy.Gates} decide whether a layer corrects an answer, {@link
 * io.github.aligner4j.policy.GuardedAligner} checks the correction of any Aligner, {@link io.github.aligner4j.policy.JudgedAligner}
 * keeps the original unless a judge prefers the correction, and {@link io.github.aligner4j.policy.RepeatingAligner} corrects until
 * nothing changes.
 */
@NullMarked
package io.github.aligner4j.policy;

import org.jspecify.annotations.NullMarked;
