package io.github.aligner4j.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The mappers that write results as JSON. */
final class Json {

    /** Writes on one line. */
    static final JsonMapper MAPPER = new JsonMapper();

    /** Writes indented lines. */
    static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}
}
