using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Docker.Hosts;

/// <summary>Which engine is meant, found as Docker's own command line finds it.</summary>
/// <param name="Address">With the scheme unix or tcp.</param>
/// <param name="Source">Who says so, for people: "DOCKER_HOST", "the context 'build-box'".</param>
public sealed record DockerHost(Uri Address, string Source)
{
    private const string DefaultAddress = "unix:///var/run/docker.sock";
    private const string DefaultContext = "default";
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;
    private const long MostBytes = 1 << 20;

    /// <summary>What the connection is made safe with; null without TLS.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>"unix:///var/run/docker.sock (DOCKER_HOST)".</summary>
    public override string ToString() => $"{Address.OriginalString} ({Source})";

    /// <summary>Whether somebody listens there; what it is shows when it is asked.</summary>
    public bool Accepts(TimeSpan within)
    {
        using var socket = Address.Scheme == "unix"
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        EndPoint endPoint = Address.Scheme == "unix"
            ? new UnixDomainSocketEndPoint(Address.AbsolutePath)
            : new DnsEndPoint(Address.Host, Address.Port);
        try
        {
            using var arguments = new SocketAsyncEventArgs { RemoteEndPoint = endPoint };
            using var done = new ManualResetEventSlim();
            arguments.Completed += (_, _) => done.Set();
            if (socket.ConnectAsync(arguments) && !done.Wait(within))
                Socket.CancelConnectAsync(arguments);
            return arguments.SocketError == SocketError.Success && socket.Connected;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// DOCKER_HOST, with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH; else the context that DOCKER_CONTEXT or the configuration names;
    /// else the socket of this machine.
    /// </summary>
    /// <param name="variable">Of the process.</param>
    /// <param name="home">The user's home folder; DOCKER_CONFIG may name another folder than its ".docker".</param>
    public static Validated<DockerHost> Resolve(Func<string, string?> variable, string home)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var folder = Given(variable, "DOCKER_CONFIG") ?? Path.Combine(home, ".docker");
        if (Given(variable, "DOCKER_HOST") is { } host)
            return Parse(host, "DOCKER_HOST", TlsOf(variable, folder));
        if (Given(variable, "DOCKER_CONTEXT") is { } named)
            return OfContext(named, "DOCKER_CONTEXT", folder, TlsOf(variable, folder));
        var file = Path.Combine(folder, "config.json");
        var current = ReadCurrent(file);
        return current.TryGet(out var context)
            ? OfContext(context, file, folder, TlsOf(variable, folder))
            : Validated.Invalid<DockerHost>(current.Problems);
    }

    private static Validated<DockerHost> OfContext(string name, string source, string folder, TlsFiles? tls)
    {
        if (name is DefaultContext or "")
            return Parse(DefaultAddress, "the socket of this machine", tls);
        var id = Digest.OfText(name).Hex;
        var file = Path.Combine(folder, "contexts", "meta", id, "meta.json");
        if (!File.Exists(file))
            return Refuse($"There is no Docker context '{name}', which {Quoted(source)} names.", Known(folder, name));
        return Read(file, json =>
        {
            var endpoint = json.GetProperty("Endpoints").GetProperty("docker");
            var certificates = Path.Combine(folder, "contexts", "tls", id, "docker");
            var verifies = !endpoint.TryGetProperty("SkipTLSVerify", out var skip) || skip.ValueKind != JsonValueKind.True;
            var files = Directory.Exists(certificates) ? new TlsFiles(certificates, verifies) : null;
            return Parse(endpoint.GetProperty("Host").GetString() ?? "", $"the context '{name}'", files);
        });
    }

    private static Validated<string> ReadCurrent(string file) => File.Exists(file)
        ? Read(file, json => Validated.Valid(
            json.TryGetProperty("currentContext", out var current) ? current.GetString() ?? "" : ""))
        : Validated.Valid("");

    private static Validated<DockerHost> Parse(string text, string source, TlsFiles? tls)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
            return Refuse($"{source} says '{text}', which is no address of a Docker engine.", Accepted);
        return address.Scheme switch
        {
            "unix" when address.AbsolutePath.Length > 1 => Validated.Valid(new DockerHost(address, source)),
            "tcp" when address.Host.Length > 0 => Validated.Valid(new DockerHost(WithPort(address, tls), source) { Tls = tls }),
            "ssh" => Refuse($"{source} says '{text}', and engines are not reached by ssh here.", Tunnel(address)),
            _ => Refuse($"{source} says '{text}', which is no address of a Docker engine.", Accepted),
        };
    }

    private const string Accepted = "unix:///var/run/docker.sock and tcp://build-box:2376 are.";

    /// <summary>The user and the host are put into a command that people run: only what names can hold.</summary>
    private static string Tunnel(Uri address)
    {
        var user = address.UserInfo.Length == 0 ? "" : $"{address.UserInfo.Split(':')[0]}@";
        var port = address.Port > 0 ? $"-p {address.Port} " : "";
        var target = $"{user}{address.Host}";
        return target.All(x => char.IsAsciiLetterOrDigit(x) || x is '@' or '.' or '-' or '_')
            ? $"Make a tunnel: ssh -fNT {port}-L /tmp/{address.Host}.sock:/var/run/docker.sock {target}; then set "
                + $"DOCKER_HOST=unix:///tmp/{address.Host}.sock."
            : "Make a tunnel with ssh -fNT -L, and set DOCKER_HOST to its socket.";
    }

    private static Uri WithPort(Uri address, TlsFiles? tls) =>
        address.Port > 0 ? address : new UriBuilder(address) { Port = tls is null ? PlainPort : TlsPort }.Uri;

    private static TlsFiles? TlsOf(Func<string, string?> variable, string folder) => Given(variable, "DOCKER_TLS_VERIFY") is null
        ? null
        : new TlsFiles(Given(variable, "DOCKER_CERT_PATH") ?? folder, Verifies: true);

    private static string Known(string folder, string name)
    {
        var meta = Path.Combine(folder, "contexts", "meta");
        var names = !Directory.Exists(meta) ? [] : Directory.GetFiles(meta, "meta.json", SearchOption.AllDirectories)
            .Select(x => Read(x, json => Validated.Valid(json.GetProperty("Name").GetString() ?? "")))
            .Select(x => x.TryGet(out var known) ? known : "").Where(x => x.Length > 0);
        return NearestNames.Hint(name, [DefaultContext, .. names.Order(StringComparer.Ordinal)]);
    }

    private static Validated<T> Read<T>(string file, Func<JsonElement, Validated<T>> read)
        where T : notnull
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
                return Validated.Invalid<T>(new Problem(file, null, null, "This file of Docker's is larger than 1 MiB."));
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return read(json.RootElement);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            return Validated.Invalid<T>(new Problem(
                file, null, null, "This is not a file as Docker writes it.", "Repair it, or set DOCKER_HOST."));
        }
    }

    private static string? Given(Func<string, string?> variable, string name) =>
        variable(name) is { Length: > 0 } value ? value : null;

    private static string Quoted(string source) => source.Contains('/', StringComparison.Ordinal) ? $"'{source}'" : source;

    private static Validated<DockerHost> Refuse(string message, string hint) =>
        Validated.Invalid<DockerHost>(new Problem(message, hint));
}

/// <summary>The files that a connection with TLS is made of: ca.pem, cert.pem and key.pem, as Docker names them.</summary>
/// <param name="Folder">Holds them; what is missing is not used.</param>
/// <param name="Verifies">Whether the engine must show a certificate for its name from that authority.</param>
public sealed record TlsFiles(string Folder, bool Verifies);
