// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Resets the scripted Aligners after each test, as tests share an application context. */
final class ScriptedAlignersResetListener implements TestExecutionListener {

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(ScriptedAligners.class).ifAvailable(ScriptedAligners::reset);
        }
    }
}
