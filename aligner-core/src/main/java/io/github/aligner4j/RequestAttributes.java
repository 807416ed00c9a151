// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * The names of the {@linkplain CorrectionRequest#attributes() attributes} that the adapters of frameworks fill in as far as they
 * know them. Their values are names, ids and flags, never texts of a conversation. Attributes that a program sets itself replace them.
 */
@Incubating
public final class RequestAttributes {

    /** The name of the chain of Aligners that corrects the answer. */
    public static final String CHAIN = "chain";

    /** The name of the bean, or the model, whose answer it is. */
    public static final String BEAN = "bean";

    /** The class name of the service that asked, such as an AI Service of LangChain4j. */
    public static final String SERVICE = "service";

    /** The name of the service's method. */
    public static final String METHOD = "method";

    /** The id of the conversation, as a string: LangChain4j's memory id, or Spring AI's conversation id. */
    public static final String CONVERSATION = "conversation";

    /** The id of the user, as a string; only a program sets it. It decides who belongs to the share of a {@link Rollout}. */
    public static final String USER = "user";

    /** Present, as {@code true}, if the answer is text beside a tool call; its value is a boolean. */
    public static final String TOOL_TURN = "tool-turn";

    private RequestAttributes() {}
}
