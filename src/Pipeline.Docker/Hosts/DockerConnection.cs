using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Docker.DotNet;
using Microsoft.Net.Http.Client;
using Pipeline.Deployment.Rollouts;

namespace Pipeline.Docker.Hosts;

/// <summary>An engine that is spoken with; what goes wrong with it leaves as a sentence that names it.</summary>
internal sealed class DockerConnection : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly DockerClientConfiguration _configuration;
    private readonly DockerClient _client;

    /// <exception cref="EngineFailedException">The files for TLS cannot be read.</exception>
    public DockerConnection(DockerHost host)
    {
        Title = $"the Docker engine at {host}";
        _configuration = new DockerClientConfiguration(host.Address, CredentialsOf(host.Tls), Longest);
        _client = _configuration.CreateClient();
    }

    /// <summary>"the Docker engine at unix:///var/run/docker.sock (DOCKER_HOST)".</summary>
    public string Title { get; }

    public void Dispose()
    {
        _client.Dispose();
        _configuration.Dispose();
    }

    /// <exception cref="EngineFailedException">The engine does not answer, or refuses.</exception>
    public Task AskAsync(Func<DockerClient, Task> ask) => AskAsync(async client =>
    {
        await ask(client);
        return true;
    });

    /// <exception cref="EngineFailedException">The engine does not answer, or refuses.</exception>
    public async Task<T> AskAsync<T>(Func<DockerClient, Task<T>> ask)
    {
        try
        {
            return await ask(_client);
        }
        catch (DockerApiException exception)
        {
            throw new EngineFailedException(Title, $"refused: {Said(exception)}.", exception);
        }
        catch (Exception exception) when (exception.GetType() == typeof(Exception))
        {
            // How the client says that there is no Swarm, or one without a leader now.
            throw new EngineFailedException(Title, $"refused: {exception.Message.TrimEnd('.')}.", exception);
        }
        catch (Exception exception) when (IsNoAnswer(exception))
        {
            throw new EngineFailedException(Title, $"does not answer: {Why(exception)}", exception);
        }
    }

    /// <summary>The same, or null where the engine knows no such thing.</summary>
    /// <exception cref="EngineFailedException">The engine does not answer, or refuses.</exception>
    public Task<T?> FindAsync<T>(Func<DockerClient, Task<T>> ask)
        where T : class => AskAsync(async client =>
    {
        try
        {
            return (T?)await ask(client);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    /// <summary>What an engine said of a refusal, without a period.</summary>
    public static string Said(DockerApiException exception)
    {
        try
        {
            using var json = JsonDocument.Parse(exception.ResponseBody ?? "");
            return json.RootElement.GetProperty("message").GetString()!.Trim().TrimEnd('.');
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private static bool IsNoAnswer(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutException
            or AuthenticationException;

    private static string Why(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is not SocketException socket)
                continue;
            return socket.SocketErrorCode switch
            {
                SocketError.AccessDenied => "its socket is not this user's to open; join the group docker, or ask who runs it.",
                _ => $"{socket.Message.TrimEnd('.')}; start it, or set DOCKER_HOST to one that runs.",
            };
        }

        return $"{exception.GetBaseException().Message.TrimEnd('.')}.";
    }

    private Credentials CredentialsOf(TlsFiles? files)
    {
        if (files is null)
            return new AnonymousCredentials();
        try
        {
            return TlsCredentials.Read(files);
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new EngineFailedException(
                Title, $"is not asked: the files for TLS in '{files.Folder}' cannot be used: {exception.Message}", exception);
        }
    }
}

/// <summary>A connection with a certificate of the caller's, to an engine that a given authority vouches for.</summary>
internal sealed class TlsCredentials(X509Certificate2? own, X509Certificate2Collection authorities, bool verifies) : Credentials
{
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file is not what its name says.</exception>
    public static TlsCredentials Read(TlsFiles files)
    {
        var (authority, certificate, key) = (PathOf("ca.pem"), PathOf("cert.pem"), PathOf("key.pem"));
        var authorities = new X509Certificate2Collection();
        if (File.Exists(authority))
            authorities.ImportFromPemFile(authority);
        else if (files.Verifies)
            throw new FileNotFoundException($"'{authority}' is not there, and says whom to believe.");
        var own = File.Exists(certificate) && File.Exists(key) ? X509Certificate2.CreateFromPemFile(certificate, key) : null;
        return new TlsCredentials(own, authorities, files.Verifies);

        string PathOf(string name) => Path.Combine(files.Folder, name);
    }

    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler)
    {
        var handler = (ManagedHandler)innerHandler;
        if (own is not null)
            handler.ClientCertificates = [own];
        handler.ServerCertificateValidationCallback = (_, shown, _, errors) => IsBelieved(shown, errors);
        return handler;
    }

    public override bool IsTlsCredentials() => true;

    public override void Dispose()
    {
        own?.Dispose();
        base.Dispose();
    }

    /// <summary>The name must be right in any case; who has signed it, by the authority of the files alone.</summary>
    private bool IsBelieved(X509Certificate? shown, SslPolicyErrors errors)
    {
        if (!verifies)
            return true;
        if (shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var certificate = new X509Certificate2(shown);
        return chain.Build(certificate);
    }
}
