using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Predictions;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Probes;

/// <summary>Probes the plain prediction API of a server.</summary>
/// <param name="rows">Of the model; empty for those that the environment keeps beside the revision's image.</param>
/// <param name="reach">Leads to the servers, and has the secret by which they believe that a request is a probe.</param>
public sealed class HttpProbe(IReadOnlyList<ReferenceRow> rows, IEnvironmentReach reach) : IProbe, IAnswerCheck, IDisposable
{
    private readonly HttpClient _client = new(reach.OpenHandler(TimeSpan.FromSeconds(30)))
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private string? _secret;

    public void Dispose() => _client.Dispose();

    public async Task<bool> IsReadyAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        try
        {
            var path = revision.Launch?.ReadyPath ?? "/v2/health/ready";
            using var response = await SendAsync(HttpMethod.Get, revision, path, null, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return false;
        }
    }

    /// <summary>The digest of the model that a revision serves; null when it does not answer, or does not say.</summary>
    public async Task<Digest?> FindModelAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        try
        {
            using var response = await SendAsync(HttpMethod.Get, revision, "/model", null, cancellationToken);
            return response.Headers.TryGetValues(PredictionHeaders.ModelDigest, out var values)
                && Digest.TryParse(values.First(), null, out var digest) ? digest : null;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return null;
        }
    }

    public async Task<Verdict> ProbeAsync(Revision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        var known = rows.Count > 0 ? rows : await KeptRows.ReadAsync(revision, cancellationToken);
        foreach (var (index, row) in known.Index())
        {
            if (await FindTroubleAsync(revision, row, cancellationToken) is { } difference)
                return Verdict.Failed($"Probe {index + 1} of {known.Count} failed: {difference}.");
        }

        return known.Count == 0
            ? Verdict.Skipped("The model carries no reference rows, so nothing was probed.")
            : Verdict.Passed($"Revision {revision.Number} answers all {known.Count} reference rows as it should.");
    }

    public async Task<string?> FindDifferenceAsync(Revision revision, ReferenceRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(row);
        try
        {
            using var response = await SendAsync(HttpMethod.Post, revision, "/predict", row.Inputs, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return $"the status is {(int)response.StatusCode} instead of 200";
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return AnswerComparison.Difference(row.Answer, answer, row.Scale);
        }
        catch (JsonException)
        {
            return "the answer is not JSON";
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            throw new MeasurementFailedException($"there is no answer ({exception.Message.TrimEnd('.')})");
        }
    }

    private async Task<string?> FindTroubleAsync(Revision revision, ReferenceRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await FindDifferenceAsync(revision, row, cancellationToken);
        }
        catch (MeasurementFailedException exception)
        {
            return exception.Message;
        }
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Null where a gateway of an earlier toolkit made none.</summary>
    private async ValueTask<string?> FindSecretAsync(CancellationToken cancellationToken) =>
        _secret ??= await reach.FindWordAsync(EnvironmentFolder.SecretName, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Revision revision, string path, JsonElement? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"http://{revision.Address}{path}");
        request.Headers.Add(PredictionHeaders.Probe, "1");
        if (await FindSecretAsync(cancellationToken) is { } secret)
            request.Headers.Add(PredictionHeaders.Secret, secret);
        if (body is { } inputs)
            request.Content = JsonContent.Create(inputs);
        return await _client.SendAsync(request, cancellationToken);
    }
}
