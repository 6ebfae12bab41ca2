%% Expressions that a broker of native mode evaluates when it starts. They matter in clusters before RabbitMQ 4.3, whose
%% metadata is in Mnesia.
%%
%% The others count a broker that hangs as down and remove it from the metadata that they share. When it goes on, it is
%% connected again before it has noticed that both were away, so that pause_minority does not pause it in most cases, and
%% Mnesia never merges by itself. So a broker restarts its applications when the others share their metadata without it for
%% three seconds, and have a majority. It takes over their metadata then.

Apart = fun() ->
    All = mnesia:system_info(db_nodes),
    Without = [Node || Node <- All -- mnesia:system_info(running_db_nodes), lists:member(Node, nodes())],
    Sides = [rpc:call(Node, mnesia, system_info, [running_db_nodes], 2000) || Node <- Without],
    lists:any(
        fun(Side) -> is_list(Side) andalso not lists:member(node(), Side) andalso 2 * length(Side) > length(All) end,
        Sides)
end,
Watch = fun Watch(Seconds) ->
    timer:sleep(1000),
    case catch (rabbit:is_running() andalso Apart()) of
        true when Seconds >= 2 ->
            logger:warning("The other brokers share their metadata without this one; it restarts to rejoin them"),
            rabbit_node_monitor:run_outside_applications(fun() -> rabbit:stop(), rabbit:start() end, false),
            timer:sleep(10000),
            Watch(0);
        true ->
            Watch(Seconds + 1);
        _ ->
            Watch(0)
    end
end,
spawn(fun() -> process_flag(trap_exit, true), Watch(0) end).
