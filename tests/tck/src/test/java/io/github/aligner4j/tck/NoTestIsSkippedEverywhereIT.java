// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The suites have pairs of tests, "respects X" and "fails if X is not supported", of which each model skips one. So each suite
 * runs with a model that supports everything and with one that supports nothing, and no test may be skipped with both.
 */
class NoTestIsSkippedEverywhereIT {

    @Test
    void every_test_for_chat_models_runs_with_all_abilities_or_with_none() throws Exception {
        assertThat(skippedByAll(new AlignedChatModelIT(), new LimitedChatModelIT()))
                .isEmpty();
    }

    @Test
    void every_test_for_streaming_chat_models_runs_with_all_abilities_or_with_none() throws Exception {
        assertThat(skippedByAll(new AlignedStreamingChatModelIT(), new LimitedStreamingChatModelIT()))
                .isEmpty();
    }

    private static List<String> skippedByAll(Object... suites) throws ReflectiveOperationException {
        List<String> skipped = new ArrayList<>();
        Class<?> type = suites[0].getClass();
        while (type != Object.class) {
            for (Method method : type.getDeclaredMethods()) {
                if (!runsInOneOf(method, suites)) {
                    skipped.add(method.getName());
                }
            }
            type = type.getSuperclass();
        }
        return skipped;
    }

    private static boolean runsInOneOf(Method method, Object... suites) throws ReflectiveOperationException {
        boolean runs = false;
        for (Object suite : suites) {
            EnabledIf enabled = method.getAnnotation(EnabledIf.class);
            DisabledIf disabled = method.getAnnotation(DisabledIf.class);
            runs |= (enabled == null || holds(enabled.value(), suite))
                    && (disabled == null || !holds(disabled.value(), suite));
        }
        return runs;
    }

    private static boolean holds(String condition, Object suite) throws ReflectiveOperationException {
        Class<?> type = suite.getClass();
        while (true) {
            try {
                Method method = type.getDeclaredMethod(condition);
                method.setAccessible(true);
                return (boolean) method.invoke(suite);
            } catch (NoSuchMethodException e) {
                type = type.getSuperclass();
            }
        }
    }
}
