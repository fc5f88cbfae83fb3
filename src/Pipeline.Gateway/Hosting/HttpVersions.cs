using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Pipeline.Gateway.Hosting;

/// <summary>
/// HTTP/1.1 and, for clients that begin with it, HTTP/2 at one address without TLS ("prior knowledge", RFC 9113, section 3.3).
/// Where no handshake tells which of the two it is, the first bytes do: no method of HTTP/1.1 is called PRI.
/// </summary>
internal static class HttpVersions
{
    private static readonly byte[] Preface = "PRI"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Http2 = "h2"u8.ToArray();

    public static void Accept(ListenOptions options)
    {
        // A client says "http", and the made-up handshake would have it say "https".
        options.KestrelServerOptions.AllowAlternateSchemes = true;
        options.Protocols = HttpProtocols.Http1AndHttp2;
        options.Use(next => connection => AcceptAsync(next, connection));
    }

    private static async Task AcceptAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var isHttp2 = IsHttp2(read.Buffer);
            // What was looked at is there to be read again; where more is needed, only once there is more.
            input.AdvanceTo(read.Buffer.Start, isHttp2 is null && !read.IsCompleted ? read.Buffer.End : read.Buffer.Start);
            if (isHttp2 is null && !read.IsCompleted)
                continue;
            if (isHttp2 is true)
                Choose(connection.Features);
            break;
        }

        await next(connection);
    }

    /// <summary>Null while there are too few bytes to tell.</summary>
    private static bool? IsHttp2(ReadOnlySequence<byte> bytes)
    {
        Span<byte> first = stackalloc byte[Preface.Length];
        var count = (int)Math.Min(bytes.Length, first.Length);
        bytes.Slice(0, count).CopyTo(first);
        return !Preface.AsSpan().StartsWith(first[..count]) ? false : count == Preface.Length ? true : null;
    }

    /// <summary>Kestrel takes a choice of version from a handshake alone, so this says what a handshake would.</summary>
    private static void Choose(IFeatureCollection features)
    {
        features.Set<ITlsApplicationProtocolFeature>(new Handshake());
        features.Set<ITlsConnectionFeature>(new Handshake());
    }

    private sealed class Handshake : ITlsApplicationProtocolFeature, ITlsConnectionFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol => Http2;

        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult<X509Certificate2?>(null);
    }
}
