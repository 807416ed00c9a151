// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.autoconfigure.AlignerChains;
import io.github.aligner4j.autoconfigure.AlignerFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

class SlicePropertiesTest {

    @Nested
    @AlignerTest(properties = "aligner.enabled=false")
    class Disabled {

        @Test
        void the_properties_of_a_test_come_before_those_of_the_slice(@Autowired ApplicationContext context) {
            assertThat(context.getBeanNamesForType(AlignerChains.class)).isEmpty();
        }
    }

    @Nested
    @AlignerTest(useDefaultFilters = false)
    class Unfiltered {

        @Test
        void without_the_default_filters_no_component_is_scanned(@Autowired ApplicationContext context) {
            assertThat(context.getBeanNamesForType(CorrectedLayers.class)).isEmpty();
        }
    }

    @Nested
    @AlignerTest
    class OwnFactory {

        @TestConfiguration(proxyBeanMethods = false)
        static class Factory {

            @Bean
            AlignerFactory alignerFactory() {
                return (name, definition) -> Aligner.of(CorrectionRequest::answer);
            }
        }

        @Test
        void a_factory_of_the_application_is_used_instead(@Autowired ApplicationContext context) {
            assertThat(context.getBeanNamesForType(ScriptedAligners.class)).isEmpty();
            assertThat(context.getBeanNamesForType(AlignerChains.class)).hasSize(1);
        }
    }

    @Nested
    @AutoConfigureScriptedAligners
    @SpringBootTest(classes = WholeApplication.class, properties = "aligner.enabled=true")
    class Whole {

        @Test
        void a_test_of_the_whole_application_can_have_scripted_aligners(@Autowired ScriptedAligners aligners) {
            assertThat(aligners.get("civility").requests()).isEmpty();
        }
    }
}
