package io.github.aligner4j.samples.chatbot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.event.EventListener;

/** Starts the chatbot. Its chains are in {@code application.yaml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ChatbotApplication {

    /** Starts the chatbot; the port is the environment variable {@code PORT}, or 8080. */
    public static void main(String[] arguments) {
        SpringApplication.run(ChatbotApplication.class, arguments);
    }

    @EventListener
    @SuppressWarnings("checkstyle:RegexpSinglelineJava")
    void sayWhere(ApplicationReadyEvent event) {
        String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
        System.out.println("Chatbot ready at http://localhost:" + port);
    }
}
