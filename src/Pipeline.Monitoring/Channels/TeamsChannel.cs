using System.ComponentModel;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;

namespace Pipeline.Monitoring.Channels;

/// <summary>The options of <c>teams</c>.</summary>
[Description("A channel or chat of Microsoft Teams.")]
public sealed record TeamsOptions
{
    [Description("The variable with the address of a workflow that posts what a webhook receives.")]
    public required SecretReference Url { get; init; }
}

/// <summary>
/// Messages as Adaptive Cards of version 1.4, as a Teams workflow takes them. What came from data stands in rich text blocks,
/// which have no mark-up.
/// </summary>
public sealed class TeamsChannel : IAlertChannel
{
    public string Name => "teams";

    public Type Options => typeof(TeamsOptions);

    public IAlertSender Open(AlertChannelRequest request) => new Sender(request, (TeamsOptions)request.Options);

    private sealed class Sender(AlertChannelRequest request, TeamsOptions options) : HttpSender(request)
    {
        private readonly Uri _address = ChannelHttp.AddressOf(request, options.Url);

        public override async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            await Http.PostAsync(_address, AdaptiveCard.Of(message), prepare: null, cancellationToken);
            return new AlertReceipt();
        }
    }
}

/// <summary>A card. Texts are bounded, so that it stays far below the 28 KB that Teams takes.</summary>
internal static class AdaptiveCard
{
    public static JsonObject Of(AlertMessage message)
    {
        var text = AlertJson.TextOf(message);
        var body = new JsonArray(
            Rich(Run(text.Title, ("size", "large"), ("weight", "bolder"), ("color", Colour(message)))),
            Rich(Run(text.What)));
        foreach (var fact in text.Facts)
            body.Add((JsonNode)Rich(Run($"{fact.Label}  ", ("weight", "bolder")), Run(fact.Text)));
        if (text.Command is { } command && message.News != AlertNews.Resolved)
            body.Add((JsonNode)Rich(Run(command, ("fontType", "monospace"))));
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = new JsonObject
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["fallbackText"] = text.Title,
                    ["msteams"] = new JsonObject { ["width"] = "Full" },
                    ["body"] = body,
                },
            }),
        };
    }

    private static JsonObject Rich(params JsonNode[] runs) => new()
    {
        ["type"] = "RichTextBlock",
        ["inlines"] = new JsonArray(runs),
    };

    private static JsonObject Run(string text, params (string Key, string Value)[] looks)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        foreach (var (key, value) in looks)
            run[key] = value;
        return run;
    }

    private static string Colour(AlertMessage message) => message switch
    {
        { News: AlertNews.Resolved } => "good",
        { News: AlertNews.Test } => "accent",
        { Alert.Severity: Severity.Error } => "attention",
        _ => "warning",
    };
}
