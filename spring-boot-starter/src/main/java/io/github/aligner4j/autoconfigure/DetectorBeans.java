// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Detector;
import io.github.aligner4j.routing.OpenNlpLanguageDetector;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** The detectors of an application: those that are beans, and OpenNLP's detector of languages, which is loaded at its first use. */
final class DetectorBeans {

    private static final String OPENNLP = "opennlp.tools.langdetect.LanguageDetectorModel";

    private final ListableBeanFactory beans;
    private final SingletonSupplier<OpenNlpLanguageDetector> languages =
            SingletonSupplier.of(OpenNlpLanguageDetector::load);

    DetectorBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Returns the detector of languages.
     *
     * @param user the route or layer that needs it, for messages, such as {@code A route of the router 'a'}
     */
    OpenNlpLanguageDetector languages(String user) {
        if (!ClassUtils.isPresent(OPENNLP, null)) {
            throw new AlignerSetupException(
                    user + " depends on the language, but OpenNLP's language detector is not on the class path.",
                    "Add org.apache.opennlp:opennlp-tools and org.apache.opennlp:opennlp-models-langdetect.");
        }
        return languages.obtain();
    }

    /** Returns the detector of languages, which must know {@code code}. */
    Detector language(String user, String code) {
        OpenNlpLanguageDetector detector = languages(user);
        Set<String> known = detector.languages();
        if (!known.contains(code)) {
            throw new AlignerSetupException(
                    user + " has the language '" + code + "', which OpenNLP does not detect.",
                    "Set it to one of " + String.join(", ", known) + ".");
        }
        return detector;
    }

    /** Returns the bean of this name. */
    Detector bean(String user, String name) {
        if (!beans.containsBean(name) || !beans.isTypeMatch(name, Detector.class)) {
            throw new AlignerSetupException(
                    user + " has the detector '" + name + "', but "
                            + (beans.containsBean(name)
                                    ? "the bean of this name is not a Detector."
                                    : "no bean has this name."),
                    "Set it to one of " + List.of(beans.getBeanNamesForType(Detector.class, true, false))
                            + ", or define the bean.");
        }
        return beans.getBean(name, Detector.class);
    }
}
