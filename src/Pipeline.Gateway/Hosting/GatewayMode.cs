namespace Pipeline.Gateway.Hosting;

/// <summary>What one start of this program does.</summary>
internal enum GatewayMode
{
    /// <summary>Starts a watcher in a session of its own, and ends once the gateway listens.</summary>
    Launch,

    /// <summary>Serves in a child process, and starts it again when it crashes.</summary>
    Watch,

    /// <summary>Is the gateway.</summary>
    Serve,

    /// <summary>Ends everything in an environment that has no gateway.</summary>
    TakeDown,
}
