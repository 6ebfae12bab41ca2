# ruby-stomp: reads "send NUMBER BODY" and "leave"; prints one line for each event.

require 'stomp'

$stdout.sync = true
room = ENV.fetch('DAMSO_ROOM')
destination = "/app/rooms.#{room}.send"

def note(word, detail = '')
  $stdout.write("#{word} #{detail}\n")
end

client = Stomp::Client.new(
  hosts: [{ host: '127.0.0.1', port: ENV.fetch('DAMSO_PORT').to_i }],
  connect_headers: {
    'accept-version' => '1.1,1.2', 'host' => 'localhost', 'heart-beat' => '10000,10000',
    'Authorization' => "Bearer #{ENV.fetch('DAMSO_TOKEN')}"
  },
  reliable: false
)
joined = false
client.subscribe('/user/queue/errors') { |message| note('failed', message.body) }
client.subscribe("/topic/rooms.#{room}") do |message|
  note('joined') unless joined
  joined = true
  note('received', message.body)
end

# It does not report the receipt of a SUBSCRIBE: it is subscribed when it receives its own message.
Thread.new do
  until joined
    client.publish(destination, '{"text":"hello"}')
    sleep 1
  end
end

$stdin.each_line do |line|
  word, number, body = line.chomp.split(' ', 3)
  if word == 'send'
    client.publish(destination, body) { note('receipt', number) }
  else
    client.close
    note('left')
  end
end
