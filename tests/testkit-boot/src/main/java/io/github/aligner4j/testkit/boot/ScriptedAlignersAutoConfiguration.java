// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import io.github.aligner4j.autoconfigure.AlignerAutoConfiguration;
import io.github.aligner4j.autoconfigure.AlignerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of scripted Aligners in the place of checkpoints. */
@AutoConfiguration(before = AlignerAutoConfiguration.class)
final class ScriptedAlignersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(AlignerFactory.class)
    ScriptedAligners scriptedAligners() {
        return new ScriptedAligners();
    }
}
