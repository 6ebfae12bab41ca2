package io.damso.load.peer.stock;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Sends the RECEIPT that a SUBSCRIBE requests, after Spring's simple broker has handled it. */
final class SubscriptionReceipts implements ExecutorChannelInterceptor {

    private final ObjectProvider<SubscribableChannel> clients;

    SubscriptionReceipts(ObjectProvider<SubscribableChannel> clients) {
        this.clients = clients;
    }

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        StompHeaderAccessor subscribe = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        if (handler instanceof SimpleBrokerMessageHandler
                && failure == null
                && subscribe != null
                && subscribe.getCommand() == StompCommand.SUBSCRIBE
                && subscribe.getReceipt() != null) {
            StompHeaderAccessor receipt = StompHeaderAccessor.create(StompCommand.RECEIPT);
            receipt.setReceiptId(subscribe.getReceipt());
            receipt.setSessionId(subscribe.getSessionId());
            clients.getObject().send(MessageBuilder.createMessage(new byte[0], receipt.getMessageHeaders()));
        }
    }
}
