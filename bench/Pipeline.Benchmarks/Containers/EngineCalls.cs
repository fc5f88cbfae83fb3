using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Pipeline.Benchmarks.Containers;

/// <summary>What a benchmark does to an engine behind the toolkit's back.</summary>
internal sealed class EngineCalls : IDisposable
{
    private const string Default = "unix:///var/run/docker.sock";

    private readonly HttpClient _engine;

    private EngineCalls(string socket) => _engine = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://engine"),
    };

    /// <summary>For anything but the engine.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>The engine at DOCKER_HOST, on a socket.</summary>
    public static EngineCalls Open()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : Default;
        return host.StartsWith("unix://", StringComparison.Ordinal)
            ? new EngineCalls(host["unix://".Length..])
            : throw new CommandFailedException("containers", 2, $"DOCKER_HOST is '{host}'; this benchmark wants a socket.");
    }

    /// <summary>Ends the program of a container as the system does: its engine takes that for a crash.</summary>
    public async Task CrashAsync(string container)
    {
        var state = await _engine.GetFromJsonAsync<JsonElement>($"/containers/{container}/json");
        using var process = Process.GetProcessById(state.GetProperty("State").GetProperty("Pid").GetInt32());
        process.Kill();
    }

    public async Task RemoveAsync(string path)
    {
        using var response = await _engine.DeleteAsync(path);
    }

    public void Dispose()
    {
        _engine.Dispose();
        Client.Dispose();
    }
}
