using System.Net.Sockets;

namespace Pipeline.Testing;

/// <summary>The container engine at DOCKER_HOST, or at its usual socket; tests that need it skip without one.</summary>
internal static class DockerEngine
{
    private const string Default = "unix:///var/run/docker.sock";

    /// <summary>A client whose requests go to the engine's socket.</summary>
    /// <param name="socket">Of another engine, where that is meant.</param>
    public static HttpClient Connect(string? socket = null)
    {
        var given = Environment.GetEnvironmentVariable("DOCKER_HOST");
        var address = socket is not null ? $"unix://{socket}" : given is { Length: > 0 } ? given : Default;
        var path = address.StartsWith("unix://", StringComparison.Ordinal) ? address["unix://".Length..] : address;
        if (!File.Exists(path))
            Requirement.Missing("PIPELINE_REQUIRE_DOCKER", $"No container engine answers at '{address}'");
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://engine") };
    }
}
