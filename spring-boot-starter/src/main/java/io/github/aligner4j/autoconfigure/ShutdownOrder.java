// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.runtime.RuntimeShutdown;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Ends the runtime after Spring Boot's shutdown hook has closed all contexts, since requests that a graceful shutdown waits for still
 * need corrections. The hook of the runtime itself would run at the same time as Spring Boot's.
 *
 * <p>If Spring Boot has no hook, as in a servlet container or with {@code spring.main.register-shutdown-hook=false}, the runtime keeps
 * its own.
 */
final class ShutdownOrder implements BeanFactoryPostProcessor {

    private static final String HOOK = "org.springframework.boot.SpringApplicationShutdownHook";

    private final ApplicationContext context;

    ShutdownOrder(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (isClosedByHook()) {
            SpringApplication.getShutdownHandlers().add(RuntimeShutdown.takeOver());
        }
    }

    /** Returns whether Spring Boot's hook listens to the context or one around it, as it does to those that it closes. */
    private boolean isClosedByHook() {
        @Nullable ApplicationContext each = context;
        while (each != null) {
            if (each instanceof AbstractApplicationContext listening
                    && listening.getApplicationListeners().stream()
                            .anyMatch(listener -> listener.getClass().getName().startsWith(HOOK))) {
                return true;
            }
            each = each.getParent();
        }
        return false;
    }
}
