// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

/**
 * The comparisons that a win rate counts.
 *
 * @param system the name of the system
 * @param baseline the name of the system that it is compared with
 * @param judge the name of the judge
 * @param aspect the aspect; empty if it is up to the judge
 */
record WinRateKey(String system, String baseline, String judge, String aspect) {}
