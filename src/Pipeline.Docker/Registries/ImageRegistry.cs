using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Identity;

namespace Pipeline.Docker.Registries;

/// <summary>
/// One repository of an image registry, as the OCI Distribution Specification 1.1 has it. What is pushed keeps the digests of its
/// layout, which an engine that pushes what it was loaded does not promise.
/// </summary>
/// <param name="repository">As "registry.example.com/team/loan-default".</param>
/// <param name="login">For a registry that asks who it is; null without one.</param>
internal sealed class ImageRegistry(RepositoryName repository, RegistryLogin? login) : IDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const long MostManifestBytes = 4 << 20;

    private static readonly string[] TokenNames = ["token", "access_token"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Longest };
    private AuthenticationHeaderValue? _authorization;

    public RepositoryName Repository => repository;

    public void Dispose() => _client.Dispose();

    /// <exception cref="ImageRegistryException">It does not answer, or refuses.</exception>
    public async Task<bool> HasAsync(ImageDigest image, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            () => Accepting(new HttpRequestMessage(HttpMethod.Head, UriOf($"manifests/{image}"))), cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await RefusedAsync(response, "does not say whether it has the image", cancellationToken),
        };
    }

    /// <summary>What is there already is not sent again; the manifest goes last, so that no image is there in part.</summary>
    /// <param name="layout">The image's folder.</param>
    /// <param name="image">Which of its manifests.</param>
    /// <param name="cancellationToken">Leaves blobs that no image has.</param>
    /// <exception cref="ImageRegistryException">It does not answer, or refuses.</exception>
    public async Task PushAsync(string layout, ImageDigest image, CancellationToken cancellationToken)
    {
        if (await HasAsync(image, cancellationToken))
            return;
        var file = BlobOf(layout, image.Value);
        if (new FileInfo(file).Length > MostManifestBytes)
            throw new IOException($"The manifest '{file}' is larger than 4 MiB.");
        var manifest = await File.ReadAllBytesAsync(file, cancellationToken);
        foreach (var blob in BlobsIn(manifest))
            await PushBlobAsync(BlobOf(layout, blob), blob, cancellationToken);
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Put, UriOf($"manifests/{image}"))
            {
                Content = new ByteArrayContent(manifest) { Headers = { ContentType = new MediaTypeHeaderValue(ManifestType) } },
            },
            cancellationToken);
        if (response.StatusCode != HttpStatusCode.Created)
            throw await RefusedAsync(response, "does not take the image", cancellationToken);
    }

    private async Task PushBlobAsync(string file, Digest blob, CancellationToken cancellationToken)
    {
        using var there = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Head, UriOf($"blobs/{blob}")), cancellationToken);
        if (there.StatusCode == HttpStatusCode.OK)
            return;
        using var begun = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, UriOf("blobs/uploads/")), cancellationToken);
        if (begun is not { StatusCode: HttpStatusCode.Accepted, Headers.Location: { } location })
            throw await RefusedAsync(begun, "does not take a layer", cancellationToken);
        var upload = new UriBuilder(new Uri(UriOf(""), location));
        var state = upload.Query.Length > 1 ? $"{upload.Query[1..]}&" : "";
        upload.Query = $"{state}digest={Uri.EscapeDataString(blob.ToString())}";
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Put, upload.Uri)
            {
                Content = new StreamContent(File.OpenRead(file))
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
                },
            },
            cancellationToken);
        if (response.StatusCode != HttpStatusCode.Created)
            throw await RefusedAsync(response, "does not take a layer", cancellationToken);
    }

    /// <summary>Once more where it wants to know who asks.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        try
        {
            var response = await SendOnceAsync(create, cancellationToken);
            if (response.StatusCode != HttpStatusCode.Unauthorized
                || await FindAuthorizationAsync(response, cancellationToken) is not { } authorization)
                return response;
            response.Dispose();
            _authorization = authorization;
            return await SendOnceAsync(create, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ImageRegistryException(repository, $"does not answer: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var request = create();
        // Uploads may go to another machine, which is not to be told.
        if (request.RequestUri!.Authority == UriOf("").Authority)
            request.Headers.Authorization = _authorization;
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>As the challenge has it: the login itself, or a token for which it is shown to somebody else.</summary>
    private async Task<AuthenticationHeaderValue?> FindAuthorizationAsync(
        HttpResponseMessage refused, CancellationToken cancellationToken)
    {
        var basic = login is null ? null : new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}")));
        foreach (var challenge in refused.Headers.WwwAuthenticate)
        {
            if (challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && basic is not null)
                return basic;
            if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                return await FindTokenAsync(BearerChallenge.Parse(challenge.Parameter ?? ""), basic, cancellationToken);
        }

        return null;
    }

    private async Task<AuthenticationHeaderValue?> FindTokenAsync(
        BearerChallenge challenge, AuthenticationHeaderValue? basic, CancellationToken cancellationToken)
    {
        if (challenge.Realm is not { } realm || (basic is not null && realm.Scheme != Uri.UriSchemeHttps && !realm.IsLoopback))
            return null;
        var scope = $"repository:{repository.Path}:pull,push";
        var uri = new UriBuilder(realm)
        {
            Query = $"service={Uri.EscapeDataString(challenge.Service)}&scope={Uri.EscapeDataString(scope)}",
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, uri.Uri) { Headers = { Authorization = basic } };
        using var response = await _client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return null;
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return TokenNames
            .Select(x => json.RootElement.TryGetProperty(x, out var value) ? value.GetString() : null)
            .FirstOrDefault(x => x is not null) is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
    }

    private static HttpRequestMessage Accepting(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ManifestType));
        return request;
    }

    private Uri UriOf(string path) => new($"{repository.Scheme}://{repository.Host}/v2/{repository.Path}/{path}");

    private static string BlobOf(string layout, Digest blob) => Path.Combine(layout, "blobs", "sha256", blob.Hex);

    private static List<Digest> BlobsIn(byte[] manifest)
    {
        using var json = JsonDocument.Parse(manifest);
        return [.. json.RootElement.GetProperty("layers").EnumerateArray().Append(json.RootElement.GetProperty("config"))
            .Select(x => Digest.Parse(x.GetProperty("digest").GetString()!))];
    }

    private async Task<ImageRegistryException> RefusedAsync(
        HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        var said = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"{(int)response.StatusCode}; run 'docker login {repository.Host}' with an account that may push"
            : $"{(int)response.StatusCode} {Said(await response.Content.ReadAsStringAsync(cancellationToken))}".TrimEnd();
        return new ImageRegistryException(repository, $"{what}: {said}");
    }

    /// <summary>The code and message of its first error, as its specification has them.</summary>
    private static string Said(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.GetProperty("errors")[0];
            return Environments.LogTail.Plain(
                $"{error.GetProperty("code").GetString()} {error.GetProperty("message").GetString()}");
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "";
        }
    }
}

/// <summary>An image registry does not answer, or does not do what it was asked for.</summary>
/// <param name="repository">Of whose.</param>
/// <param name="reason">A clause: "does not take a layer: 507".</param>
/// <param name="innerException">What the client threw, where it did.</param>
internal sealed class ImageRegistryException(RepositoryName repository, string reason, Exception? innerException = null)
    : Exception($"The image registry at '{repository}' {reason}.", innerException);
