using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Deployment.Traffic;

/// <summary>An environment's gateway over its port for changes, from any clone of whoever may read its token.</summary>
public sealed class GatewayClient(IEnvironmentReach reach, TimeProvider clock) : ITraffic, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _client = new(reach.OpenHandler(TimeSpan.FromSeconds(2)));

    public void Dispose() => _client.Dispose();

    /// <summary>The gateway that runs now; null when none does.</summary>
    public Task<GatewayDocument?> FindAsync(CancellationToken cancellationToken) => reach.FindGatewayAsync(cancellationToken);

    /// <summary>The gateway that answers now; null when none does.</summary>
    public async Task<GatewayDocument?> GreetAsync(CancellationToken cancellationToken) =>
        (await FindStatusAsync(cancellationToken))?.Gateway;

    /// <summary>What the gateway says; null when none answers.</summary>
    public async Task<EnvironmentStatus?> FindStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(cancellationToken) is null ? null : await ReadAsync(0, cancellationToken);
        }
        catch (GatewayUnreachableException)
        {
            return null;
        }
    }

    public Task<EnvironmentStatus> ReadAsync(int events, CancellationToken cancellationToken) =>
        AskAsync<EnvironmentStatus>(HttpMethod.Get, $"/status?events={events}", null, cancellationToken);

    public Task<Lease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken) =>
        AskAsync<Lease>(HttpMethod.Post, "/lease", request, cancellationToken);

    public Task RenewAsync(long token, CancellationToken cancellationToken) =>
        AskAsync<Lease>(HttpMethod.Put, "/lease", new LeaseToken(token), cancellationToken);

    public Task ReleaseAsync(long token, CancellationToken cancellationToken) =>
        AskAsync<Lease>(HttpMethod.Delete, "/lease", new LeaseToken(token), cancellationToken);

    public Task<EnvironmentDocument> ChangeAsync(ChangeRequest request, CancellationToken cancellationToken) =>
        AskAsync<EnvironmentDocument>(HttpMethod.Post, "/changes", request, cancellationToken);

    public async Task ReportAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await AskOnceAsync<ReportRequest>(HttpMethod.Put, "/report", request, cancellationToken);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or EnvironmentRefusedException or GatewayUnreachableException)
        {
            // Who watches is told by the next look, and what is decided does not wait for that.
        }
    }

    /// <summary>Asks again while the gateway is being started again, if the question never reached it.</summary>
    private async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await AskOnceAsync<T>(method, path, body, cancellationToken);
            }
            catch (HttpRequestException exception) when (clock.GetElapsedTime(began) > Patience || !WasNotSent(exception, method))
            {
                throw new GatewayUnreachableException(reach, exception.Message.TrimEnd('.'));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(LookEvery, clock, cancellationToken);
            }
        }
    }

    private static bool WasNotSent(HttpRequestException exception, HttpMethod method) =>
        method == HttpMethod.Get || exception.HttpRequestError == HttpRequestError.ConnectionError;

    private async Task<T> AskOnceAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var gateway = await FindAsync(cancellationToken)
            ?? throw new HttpRequestException(HttpRequestError.ConnectionError, "none runs");
        using var request = new HttpRequestMessage(method, $"http://{gateway.Admin}{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
        request.Content = body is null ? null : Content(body);
        using var response = await _client.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
            throw new EnvironmentRefusedException(await BodyAsync<Refusal>(response, cancellationToken));
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"it answered with status {(int)response.StatusCode}");
        return await BodyAsync<T>(response, cancellationToken);
    }

    /// <summary>With its length, which a gateway asks for.</summary>
    private static ByteArrayContent Content(object body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), DocumentJson.Options))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reach.FindWordAsync(EnvironmentFolder.TokenName, cancellationToken)
                ?? throw new GatewayUnreachableException(reach, "its token is not there");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayUnreachableException(reach, $"its token cannot be read ({exception.Message.TrimEnd('.')})");
        }
    }

    private static async Task<T> BodyAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await response.Content.ReadFromJsonAsync<T>(DocumentJson.Options, cancellationToken))!;
}

/// <summary>An environment has no gateway that answers.</summary>
public sealed class GatewayUnreachableException(IEnvironmentReach reach, string reason) : Exception(
    $"The gateway of {reach?.Place} does not answer: {reason}. Its log is in {reach?.GatewayLog}; deploy again to start it.");
