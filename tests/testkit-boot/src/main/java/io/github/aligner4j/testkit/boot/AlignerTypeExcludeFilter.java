// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.Detector;
import io.github.aligner4j.LayerGate;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Excludes the components that an {@link AlignerTest} does not load. */
final class AlignerTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<AlignerTest> {

    private static final Set<Class<?>> COMPONENTS =
            Set.of(Aligner.class, CorrectionListener.class, Detector.class, LayerGate.class);

    AlignerTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return COMPONENTS;
    }
}
