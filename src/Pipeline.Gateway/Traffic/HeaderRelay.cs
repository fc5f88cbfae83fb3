using System.Collections.Frozen;
using System.Net.Http;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Pipeline.Core.Predictions;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Headers from one side to the other as they are, but for those of a connection, which are each side's own (RFC 9110, section
/// 7.6.1), and for what only the environment may say. Nobody keeps a request out of the prediction log from outside, so a probe's
/// header is dropped; the secret shows the server that the route is the gateway's word.
/// </summary>
internal static class HeaderRelay
{
    private static readonly string[] OfAConnection =
    [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings",
    ];

    /// <summary>The body is here already: its length is known, and a server that is asked first is only waited for.</summary>
    private static readonly FrozenSet<string> KeptFromServers = OfAConnection
        .Concat(["Content-Length", "Expect", PredictionHeaders.Probe, PredictionHeaders.Route, PredictionHeaders.Secret])
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> KeptFromClients =
        OfAConnection.Append(RevisionHeader.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static void ToServer(HttpRequest from, HttpRequestMessage to, Upstream upstream)
    {
        var named = NamedByConnection(from.Headers.Connection);
        foreach (var (name, values) in from.Headers)
        {
            if (!KeptFromServers.Contains(name) && named?.Contains(name) is not true)
                Add(to, name, values);
        }

        Introduce(to, upstream);
    }

    /// <summary>Says which way a request came, and that its gateway says so.</summary>
    public static void Introduce(HttpRequestMessage request, Upstream upstream)
    {
        request.Headers.TryAddWithoutValidation(PredictionHeaders.Route, upstream.Route);
        request.Headers.TryAddWithoutValidation(PredictionHeaders.Secret, upstream.Secret);
    }

    /// <summary>False where the answer has a header that cannot be written as HTTP; its client is told nothing then.</summary>
    public static bool TryToClient(HttpResponseMessage from, HttpResponse to, Upstream upstream)
    {
        try
        {
            ToClient(from, to, upstream);
            return true;
        }
        catch (InvalidOperationException)
        {
            to.Clear();
            return false;
        }
    }

    private static void ToClient(HttpResponseMessage from, HttpResponse to, Upstream upstream)
    {
        to.StatusCode = (int)from.StatusCode;
        var named = NamedByConnection(from.Headers.NonValidated.TryGetValues("Connection", out var values)
            ? new StringValues([.. values])
            : StringValues.Empty);
        Copy(from.Headers.NonValidated, to.Headers, named);
        Copy(from.Content.Headers.NonValidated, to.Headers, named);
        to.Headers[RevisionHeader.Name] = upstream.Label;
    }

    private static void Add(HttpRequestMessage to, string name, StringValues values)
    {
        // A cookie may come in parts by HTTP/2, and goes in one by HTTP/1.1.
        var text = values.Count > 1 && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
            ? new StringValues(string.Join("; ", values.AsEnumerable()))
            : values;
        if (text.Count == 1)
        {
            if (!to.Headers.TryAddWithoutValidation(name, text.ToString()))
                to.Content?.Headers.TryAddWithoutValidation(name, text.ToString());
        }
        else if (!to.Headers.TryAddWithoutValidation(name, text.AsEnumerable()))
        {
            to.Content?.Headers.TryAddWithoutValidation(name, text.AsEnumerable());
        }
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, HashSet<string>? named)
    {
        foreach (var (name, values) in from)
        {
            if (!KeptFromClients.Contains(name) && named?.Contains(name) is not true)
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
        }
    }

    /// <summary>Null where the connection names no header of its own, as nearly always.</summary>
    private static HashSet<string>? NamedByConnection(StringValues connection)
    {
        if (connection.Count == 0 || (connection.Count == 1 && connection[0] is "keep-alive" or "close"))
            return null;
        return connection.SelectMany(x => (x ?? "").Split(',', StringSplitOptions.TrimEntries))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Tells a client which revision answered.</summary>
internal static class RevisionHeader
{
    public const string Name = "X-Pipeline-Revision";
}
