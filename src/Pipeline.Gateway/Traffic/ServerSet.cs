using System.Net;
using System.Net.Sockets;

namespace Pipeline.Gateway.Traffic;

/// <summary>One server of a revision.</summary>
/// <param name="address">As "10.0.1.7:8080" or "revision-3.loan-default:8080".</param>
internal sealed class Server(string address)
{
    private int _asked;
    private long _silentUntil;

    public string Address => address;

    public Uri PredictUri { get; } = new($"http://{address}{Upstream.Predict}");

    /// <summary>How many requests it is answering.</summary>
    public int InFlight => Volatile.Read(ref _asked);

    /// <summary>Where a request of a client is put to.</summary>
    public Uri UriOf(HttpRequest request) => request.Path == Upstream.Predict && !request.QueryString.HasValue
        ? PredictUri
        : new Uri($"http://{address}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}");

    public void Begin() => Interlocked.Increment(ref _asked);

    public void End() => Interlocked.Decrement(ref _asked);

    public void NoteSilence(long until) => Volatile.Write(ref _silentUntil, until);

    public bool IsSilent(long now) => now < Volatile.Read(ref _silentUntil);
}

/// <summary>
/// The servers behind the address of a revision: a name may stand for several, which come and go. Each request is put to the one
/// that is answering the fewest, in turn. What one of them cannot be sent at all, another is.
/// </summary>
/// <param name="address">Of the revision.</param>
/// <param name="resolve">The addresses of a name by now, in any order.</param>
internal sealed class ServerSet(string address, Func<string, Task<IPAddress[]>> resolve)
{
    /// <summary>How long what a name stands for is believed; a server that is gone before that shows when it is asked.</summary>
    private const long FreshMilliseconds = 1000;

    /// <summary>How long a server that could not be asked is left alone while there are others.</summary>
    private const long SilentMilliseconds = 3000;

    private readonly Server _named = new(address);
    private readonly string? _name = NameIn(address);
    private readonly Lock _gate = new();
    private volatile Server[] _servers = [];
    private Task _look = Task.CompletedTask;
    private long _looked = long.MinValue / 2;
    private int _turn;

    public static Task<IPAddress[]> AskSystemAsync(string name) =>
        Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork);

    /// <summary>The one to ask next. Of a name with one server that is the name itself: connections follow it.</summary>
    public Server Choose()
    {
        var now = Environment.TickCount64;
        if (_name is not null && now - Volatile.Read(ref _looked) >= FreshMilliseconds)
            _ = LookAsync(now);
        var servers = _servers;
        return servers.Length < 2 ? _named : Find(servers, now) ?? servers[0];
    }

    /// <summary>Another than one that could not be sent a request; null where there is none that may be there.</summary>
    public async ValueTask<Server?> FindOtherAsync(Server silent)
    {
        if (_name is null)
            return null;
        var now = Environment.TickCount64;
        silent.NoteSilence(now + SilentMilliseconds);
        await LookAsync(now);
        var servers = _servers;
        return servers.Length < 2 && silent == _named ? null : Find(servers, now);
    }

    private Server? Find(Server[] servers, long now)
    {
        var (first, best) = ((uint)Interlocked.Increment(ref _turn), (Server?)null);
        for (var i = 0; i < servers.Length; i++)
        {
            var server = servers[(first + (uint)i) % (uint)servers.Length];
            if (!server.IsSilent(now) && (best is null || server.InFlight < best.InFlight))
                best = server;
        }

        return best;
    }

    /// <summary>One look at a time, for whoever waits for one.</summary>
    private Task LookAsync(long now)
    {
        lock (_gate)
        {
            if (!_look.IsCompleted)
                return _look;
            Volatile.Write(ref _looked, now);
            return _look = ResolveAsync();
        }
    }

    private async Task ResolveAsync()
    {
        try
        {
            var found = await resolve(_name!);
            var port = address.AsSpan(_name!.Length).ToString();
            var known = _servers.ToDictionary(x => x.Address);
            _servers = [.. found.Select(x => $"{x}{port}").Distinct().Order(StringComparer.Ordinal)
                .Select(x => known.GetValueOrDefault(x) ?? new Server(x))];
        }
        catch (SocketException)
        {
            // Nobody has the name now.
            _servers = [];
        }
    }

    /// <summary>Null where the host is an address already.</summary>
    private static string? NameIn(string address) =>
        IPEndPoint.TryParse(address, out _) || address.LastIndexOf(':') is var colon && colon < 0 ? null : address[..colon];
}
