// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The queue of the answers that layers in the mode "shadow" correct in the background.
 *
 * @param threads Maximum number of answers that are corrected in the background at once.
 * @param maxQueued Maximum number of answers that wait; more are dropped, and counted.
 */
public record ShadowProperties(
        @DefaultValue("1") int threads, @DefaultValue("100") int maxQueued) {}
