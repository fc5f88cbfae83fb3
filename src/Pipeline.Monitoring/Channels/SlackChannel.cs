using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>The options of <c>slack</c>: a webhook's address, or a bot's token and a channel.</summary>
[Description("A channel of Slack.")]
public sealed record SlackOptions : IValidatedRecord
{
    [Description("The variable with the address of an incoming webhook, whose messages cannot be changed afterwards.")]
    public SecretReference? Url { get; init; }

    [Description("The variable with the token of a bot that may chat:write; it changes its message as the alert changes.")]
    public SecretReference? Token { get; init; }

    [Description("Where the bot writes: the id of a channel, as C024BE91L.")]
    [System.ComponentModel.DataAnnotations.RegularExpression("[A-Z0-9]{5,30}")]
    public string? Channel { get; init; }

    [Description("Where Slack's API is; another address is for those who stand in for it.")]
    [System.ComponentModel.DataAnnotations.Length(1, 1000)]
    public string Api { get; init; } = "https://slack.com/api";

    public IEnumerable<Finding> Validate()
    {
        if ((Url is null) == (Token is null))
            yield return new Finding(nameof(Url), "Either url or token says how Slack is reached.", "Write one of them.");
        if (Token is not null && Channel is null)
            yield return new Finding(nameof(Channel), "A bot has to be told which channel it writes to.");
        if (ChannelHttp.Accept(Api, out var reason) is null)
            yield return new Finding(nameof(Api), $"Messages cannot go there: {reason}.");
    }
}

/// <summary>
/// Messages in Slack's Block Kit. What came from data is plain text in it, which mentions nobody and links nowhere.
/// </summary>
public sealed class SlackChannel : IAlertChannel
{
    public string Name => "slack";

    public Type Options => typeof(SlackOptions);

    public bool TakesUpdates(object options) => ((SlackOptions)options).Token is not null;

    public IAlertSender Open(AlertChannelRequest request) => ((SlackOptions)request.Options).Token is null
        ? new Webhook(request, (SlackOptions)request.Options)
        : new Bot(request, (SlackOptions)request.Options);

    private sealed class Webhook(AlertChannelRequest request, SlackOptions options) : HttpSender(request)
    {
        private readonly Uri _address = ChannelHttp.AddressOf(request, options.Url!);

        public override async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            await Http.PostAsync(_address, BlockKit.Of(message), prepare: null, cancellationToken);
            return new AlertReceipt();
        }
    }

    /// <summary>Slack calls a message by its "ts" in a channel; chat.update changes it.</summary>
    private sealed class Bot(AlertChannelRequest request, SlackOptions options) : HttpSender(request)
    {
        private readonly string _token = request.Secret(options.Token!);

        public override async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            var body = BlockKit.Of(message);
            body["channel"] = options.Channel;
            if (message.MessageId is not null)
                body["ts"] = message.MessageId;
            var method = message.MessageId is null ? "chat.postMessage" : "chat.update";
            var answer = await Http.PostAsync(
                new Uri($"{options.Api.TrimEnd('/')}/{method}"), body, post => post.Headers.Authorization = new("Bearer", _token),
                cancellationToken);
            return Read(answer, message, Request);
        }

        private static AlertReceipt Read(byte[] answer, AlertMessage message, AlertChannelRequest request)
        {
            JsonNode? json;
            try
            {
                json = JsonNode.Parse(answer);
            }
            catch (JsonException)
            {
                throw new ChannelFailedException("its answer is no JSON");
            }

            if (json is not JsonObject said || said["ok"] is not JsonValue ok || !ok.TryGetValue(out bool isOk))
                throw new ChannelFailedException("its answer does not say whether it is ok");
            var id = said["ts"] is JsonValue ts && ts.TryGetValue(out string? text) ? text : null;
            if (isOk)
                return new AlertReceipt(id);
            var error = AlertText.Line(request.Redact(said["error"]?.ToString() ?? "without a reason"), 100);
            // Somebody has deleted the message: there is none to change any more, and the alert is told in a new one.
            return error == "message_not_found" && message.MessageId is not null
                ? throw new ChannelFailedException("the message was deleted") { IsOfMessage = true, ForgetsMessage = true }
                : throw new ChannelFailedException($"Slack refuses it ({error})")
                {
                    IsOfMessage = error is "invalid_blocks" or "msg_too_long" or "invalid_arguments",
                };
        }
    }
}

/// <summary>Blocks within Slack's limits: 150 characters in a header, 3,000 in a text, 10 fields of 2,000, 50 blocks.</summary>
internal static class BlockKit
{
    private const int MostOfHeader = 150;
    private const int FieldsOfSection = 10;

    public static JsonObject Of(AlertMessage message)
    {
        var text = AlertJson.TextOf(message);
        var blocks = new JsonArray(
            new JsonObject
            {
                ["type"] = "header",
                ["text"] = Plain(AlertText.Line($"{Sign(message)} {text.Title}", MostOfHeader)),
            },
            new JsonObject { ["type"] = "section", ["text"] = Plain(text.What) });
        foreach (var facts in text.Facts.Chunk(FieldsOfSection))
        {
            blocks.Add((JsonNode)new JsonObject
            {
                ["type"] = "section",
                ["fields"] = new JsonArray([.. facts.Select(x => Plain($"{x.Label}\n{x.Text}"))]),
            });
        }

        if (text.Command is { } command && message.News != AlertNews.Resolved)
            blocks.Add((JsonNode)Preformatted(command));
        return new JsonObject
        {
            // What a notification shows is mark-up to Slack, so that its three characters are escaped there.
            ["text"] = Escaped($"{text.Title}. {text.What}"),
            ["blocks"] = blocks,
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        };
    }

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    private static JsonObject Preformatted(string command) => new()
    {
        ["type"] = "rich_text",
        ["elements"] = new JsonArray(new JsonObject
        {
            ["type"] = "rich_text_preformatted",
            ["elements"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = command }),
        }),
    };

    private static string Sign(AlertMessage message) => message switch
    {
        { News: AlertNews.Resolved } => "✅",
        { News: AlertNews.Test } => "🔔",
        { Alert.Severity: Severity.Error } => "🔴",
        _ => "🟠",
    };

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
