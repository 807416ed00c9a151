// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Bootstraps the context of an {@link AlignerTest}, in which Aligner4J is enabled unless the test's properties say otherwise. */
final class AlignerTestContextBootstrapper extends TestSliceTestContextBootstrapper<AlignerTest> {

    private static final String ENABLED = "aligner.enabled=true";

    @Override
    protected String @Nullable [] getProperties(Class<?> testClass) {
        String[] declared = super.getProperties(testClass);
        Stream<String> own = declared == null ? Stream.empty() : Arrays.stream(declared);
        return Stream.concat(Stream.of(ENABLED), own).toArray(String[]::new);
    }
}
