// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.evaluation.compare.Price;
import java.util.Optional;

/**
 * A chat model that judges.
 *
 * @param name identifies the model in files of judgments
 * @param model the model; may be opened at its first call
 * @param price the price of its tokens, if they cost money
 */
record PricedChatModel(String name, ChatCompletionModel model, Optional<Price> price) {}
