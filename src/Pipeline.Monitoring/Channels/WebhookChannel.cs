using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Documents;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>The options of <c>webhook</c>.</summary>
[Description("An address that takes alerts as JSON.")]
public sealed record WebhookOptions
{
    [Description("The variable with the address.")]
    public required SecretReference Url { get; init; }

    [Description("The variable with a token that the address asks for, sent as Authorization: Bearer; none by default.")]
    public SecretReference? Token { get; init; }

    [Description("The variable with a key; X-Pipeline-Signature-256 has the body's HMAC-SHA-256 by it. None by default.")]
    public SecretReference? SigningKey { get; init; }

    [Description("Whether each change of a firing alert is sent too; true by default.")]
    public bool Updates { get; init; } = true;
}

/// <summary>Alerts as JSON, in the toolkit's own form.</summary>
public sealed class WebhookChannel : IAlertChannel
{
    public string Name => "webhook";

    public Type Options => typeof(WebhookOptions);

    public bool TakesUpdates(object options) => ((WebhookOptions)options).Updates;

    public IAlertSender Open(AlertChannelRequest request) => new Sender(request, (WebhookOptions)request.Options);

    private sealed class Sender(AlertChannelRequest request, WebhookOptions options) : HttpSender(request)
    {
        private readonly Uri _address = ChannelHttp.AddressOf(request, options.Url);
        private readonly string? _token = request.SecretOrNone(options.Token);
        private readonly string? _key = request.SecretOrNone(options.SigningKey);

        public override async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            await Http.PostAsync(_address, AlertJson.Of(message), Prepare, cancellationToken);
            return new AlertReceipt();

            void Prepare(HttpRequestMessage post)
            {
                post.Headers.Add("Idempotency-Key", message.Key);
                if (_token is not null)
                    post.Headers.Authorization = new("Bearer", _token);
                if (_key is not null)
                    post.Headers.Add("X-Pipeline-Signature-256", $"sha256={Signature(post, _key)}");
            }
        }

        private static string Signature(HttpRequestMessage post, string key)
        {
            using var body = post.Content!.ReadAsStream();
            return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body));
        }
    }
}

/// <summary>An alert as programs are told of it: by webhooks, and in files.</summary>
internal static class AlertJson
{
    private static readonly JsonSerializerOptions Options = new(DocumentJson.Options) { WriteIndented = false };

    public static JsonObject Of(AlertMessage message) => new()
    {
        ["schema"] = "pipeline/alert-message/v1",
        ["news"] = JsonNamingPolicy.KebabCaseLower.ConvertName(message.News.ToString()),
        ["key"] = message.Key,
        ["at"] = JsonSerializer.SerializeToNode(message.At, Options),
        ["title"] = TextOf(message).Title,
        ["alert"] = JsonSerializer.SerializeToNode(message.Alert, Options),
    };

    /// <summary>What people are told.</summary>
    public static AlertText TextOf(AlertMessage message) =>
        AlertText.Of(message.News == AlertNews.Updated ? "Still firing" : message.News.ToString(), message.Alert);
}
