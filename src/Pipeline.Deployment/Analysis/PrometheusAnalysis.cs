using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Environments;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>The options of <c>prometheus</c>.</summary>
[Description("A number that a Prometheus server tells.")]
public sealed record PrometheusOptions : IValidatedRecord
{
    [Description("The server, as http://127.0.0.1:9090.")]
    [Length(1, 1000)]
    public required string Address { get; init; }

    [Description(
        "In PromQL, with one number as its result; {revision} stands for the number of the new revision, and of the stable one "
        + "where it is compared.")]
    [Length(1, 10_000)]
    public required string Query { get; init; }

    [Description("Whether more is better, where it is compared with the stable revision; false by default.")]
    public bool HigherIsBetter { get; init; }

    /// <summary>The variable with a token that the server asks for; none by default.</summary>
    public SecretReference? Token { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (!Uri.TryCreate(Address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0)
        {
            yield return new Finding(
                nameof(Address),
                $"'{Address}' is no address of a server.",
                "Write one as http://127.0.0.1:9090; a token is apart.");
        }
    }
}

/// <summary>
/// The median of what a Prometheus server answers to a query, reading by reading; compared, of the differences of both revisions.
/// Readings are taken to be independent of each other, so that they should be as far apart as the query looks back.
/// </summary>
internal sealed class PrometheusAnalysis : IAnalysis
{
    private const int MostBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "prometheus";

    public Type Options => typeof(PrometheusOptions);

    public long SamplesAtLeast => 1;

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public IEnumerable<Finding> Check(AnalysisRequest request)
    {
        if (request.Options is not PrometheusOptions options)
            yield return new Finding(nameof(AnalysisSpec.Options), "prometheus has no options.", "It needs address and query.");
        else if (request.Criterion is Criterion.NoWorseThan && !options.Query.Contains("{revision}", StringComparison.Ordinal))
        {
            yield return new Finding(
                nameof(AnalysisSpec.Options), "The query is the same for both revisions: it has no {revision}.");
        }

        if (request.Criterion is Criterion.OneOf)
            yield return new Finding(nameof(AnalysisSpec.Criterion), "A number is not one of a list.");
    }

    public IAnalysisSensor Open(AnalysisRequest request) => new Sensor(request, (PrometheusOptions)request.Options!);

    private sealed class Sensor(AnalysisRequest request, PrometheusOptions options) : IAnalysisSensor
    {
        private static readonly HttpClient Client = new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = MostBytes,
        };

        private readonly List<double> _readings = [];

        public async Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken)
        {
            var value = await AskAsync(look.Candidate.Revision, cancellationToken);
            var isCompared = request.Criterion is Criterion.NoWorseThan && look.Stable is not null;
            _readings.Add(isCompared ? value - await AskAsync(look.Stable!.Revision, cancellationToken) : value);
            return new QuantileEvidence(0.5, ValueCounts.Exact(_readings))
            {
                Noun = "readings",
                IsOfDifference = isCompared,
                HigherIsBetter = options.HigherIsBetter,
            };
        }

        private async Task<double> AskAsync(Revision revision, CancellationToken cancellationToken)
        {
            var number = revision.Number.ToString(CultureInfo.InvariantCulture);
            var query = options.Query.Replace("{revision}", number, StringComparison.Ordinal);
            var address = $"{options.Address.TrimEnd('/')}/api/v1/query";
            using var message = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("query", query)]),
            };
            if (options.Token is { Variable: var variable })
            {
                var token = Environment.GetEnvironmentVariable(variable)
                    ?? throw new MeasurementFailedException($"the variable {variable} with its token is not set");
                message.Headers.Authorization = new("Bearer", token);
            }

            try
            {
                using var response = await Client.SendAsync(message, cancellationToken);
                return PrometheusAnswer.Read(
                    (int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException
                || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new MeasurementFailedException($"{options.Address} does not answer ({exception.Message.TrimEnd('.')})");
            }
        }
    }
}

/// <summary>
/// The answer to an instant query, as the HTTP API of Prometheus has it: a scalar, or a vector with one element.
/// </summary>
internal static class PrometheusAnswer
{
    private const int ShownCharacters = 200;

    /// <exception cref="MeasurementFailedException">It is no number.</exception>
    public static double Read(int status, JsonElement answer)
    {
        if (Text(answer, "status") != "success")
        {
            var error = Text(answer, "error") ?? "no reason";
            throw new MeasurementFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Prometheus refuses the query with status {status} ({Brief(error)})"));
        }

        var data = Find(answer, "data");
        var (type, result) = (Text(data, "resultType"), Find(data, "result"));
        if (result.ValueKind != JsonValueKind.Array || type is not ("scalar" or "vector"))
            throw new MeasurementFailedException($"the result is a {type ?? "nothing"}, and no vector or scalar");
        if (type == "vector" && result.GetArrayLength() != 1)
            throw new MeasurementFailedException($"the result has {result.GetArrayLength()} numbers, and not one");
        var value = type == "scalar" ? result : Find(result[0], "value");
        var text = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 ? value[1].ToString() : "";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new MeasurementFailedException($"the result is '{Brief(text)}', and no number");
    }

    private static string Brief(string text) => text[..Math.Min(text.Length, ShownCharacters)];

    private static JsonElement Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
