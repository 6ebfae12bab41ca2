package io.damso.persistence.store;

class InMemoryMessageStoreTests extends MessageStoreContract {

    private final MessageStore store = new InMemoryMessageStore();

    @Override
    MessageStore store() {
        return store;
    }
}
