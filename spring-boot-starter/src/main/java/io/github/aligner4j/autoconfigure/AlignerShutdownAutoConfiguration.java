// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.runtime.RuntimeShutdown;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the order in which an application and the runtime in its JVM end, whether or not the application is aligned by
 * properties.
 */
@AutoConfiguration
@ConditionalOnClass(RuntimeShutdown.class)
public final class AlignerShutdownAutoConfiguration {

    AlignerShutdownAutoConfiguration() {}

    @Bean
    static ShutdownOrder alignerShutdownOrder(ApplicationContext context) {
        return new ShutdownOrder(context);
    }
}
