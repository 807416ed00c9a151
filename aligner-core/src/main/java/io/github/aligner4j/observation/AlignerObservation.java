// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of stacks. Their names and keys of low cardinality stay within a major version. */
@Incubating
public enum AlignerObservation implements ObservationDocumentation {
    /** The pass of an answer through a stack: a child of the caller's observation. */
    ANSWER {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultAnswerObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return AnswerKey.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {DetailKey.EDIT_RATIO, DetailKey.QUESTION, DetailKey.ANSWER, DetailKey.CORRECTION};
        }
    },

    /** The pass of an answer through one layer: a child of the answer's observation. */
    LAYER {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultLayerObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LayerKey.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return DetailKey.values();
        }
    };

    /** The keys of an answer's observation. */
    public enum AnswerKey implements KeyName {
        /** The stack's name. */
        CHAIN("aligner.chain"),
        /** The outcome: one of {@link AnswerOutcome}, in lower case. */
        OUTCOME("aligner.outcome");

        private final String key;

        AnswerKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The keys of a layer's observation. */
    public enum LayerKey implements KeyName {
        /** The stack's name. */
        CHAIN("aligner.chain"),
        /** The layer's name. */
        LAYER("aligner.layer"),
        /** The layer's mode: one of {@link io.github.aligner4j.LayerMode}, in lower case. */
        MODE("aligner.mode"),
        /** The outcome: one of {@link io.github.aligner4j.LayerTrace.Outcome}, in lower case, or {@code cancelled}. */
        OUTCOME("aligner.outcome");

        private final String key;

        LayerKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys of high cardinality, for traces alone. */
    public enum DetailKey implements KeyName {
        /** The share of the answer's characters that were edited, from 0 to 1. */
        EDIT_RATIO("aligner.edit.ratio"),
        /** The reason why a layer was skipped or failed; quotes no texts. */
        DETAIL("aligner.detail"),
        /** The label of the detection with the highest score. */
        DETECTION_LABEL("aligner.detection.label"),
        /** The score of the detection with the highest score, from 0 to 1. */
        DETECTION_SCORE("aligner.detection.score"),
        /** The digest of the checkpoint. */
        MODEL_HASH("aligner.model.hash"),
        /** The LoRA adapter. */
        ADAPTER("aligner.adapter"),
        /** The digest of the LoRA adapter. */
        ADAPTER_HASH("aligner.adapter.hash"),
        /** The prompt template. */
        TEMPLATE("aligner.template"),
        /** The class of the layer's failure. */
        ERROR_TYPE("error.type"),
        /** The checkpoint, or the model at an engine. */
        REQUEST_MODEL("gen_ai.request.model"),
        /** The tokens that the layer's models read, detections included. */
        INPUT_TOKENS("gen_ai.usage.input_tokens"),
        /** The tokens that the layer's models generated, detections included. */
        OUTPUT_TOKENS("gen_ai.usage.output_tokens"),
        /** The question; only if texts are observed. */
        QUESTION("aligner.text.question"),
        /** The answer before the layer or stack; only if texts are observed. */
        ANSWER("aligner.text.answer"),
        /** The answer after the layer or stack; only if texts are observed. */
        CORRECTION("aligner.text.correction"),
        /** The layer's name; only with guardrail attributes. */
        GUARDRAIL_NAME("gen_ai.guardrail.component.name"),
        /** {@code output}, as answers are checked; only with guardrail attributes. */
        GUARDRAIL_SOURCE("gen_ai.guardrail.source"),
        /** {@code outcome}; only with guardrail attributes. */
        GUARDRAIL_RESULT_TYPE("gen_ai.guardrail.result.type"),
        /** The layer's outcome; only with guardrail attributes. */
        GUARDRAIL_RESULT_VALUE("gen_ai.guardrail.result.value"),
        /** The reason why a layer was skipped or failed; only with guardrail attributes. */
        GUARDRAIL_RESULT_REASON("gen_ai.guardrail.result.reason"),
        /** The label of the detection with the highest score; only with guardrail attributes. */
        GUARDRAIL_RISK_CATEGORY("gen_ai.guardrail.risk.category"),
        /** The score of the detection with the highest score; only with guardrail attributes. */
        GUARDRAIL_RISK_SCORE("gen_ai.guardrail.risk.score");

        private final String key;

        DetailKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
