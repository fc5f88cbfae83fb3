using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>The options of <c>alertmanager</c>.</summary>
[Description("An Alertmanager of Prometheus, by its API of version 2.")]
public sealed partial record AlertmanagerOptions : IValidatedRecord
{
    [Description("Where it is, as https://alertmanager.example.com; http only on this machine.")]
    [Length(1, 1000)]
    public required string Address { get; init; }

    [Description("The variable with a token that it asks for; none by default.")]
    public SecretReference? Token { get; init; }

    [Description("The user that it asks for, with password; none by default.")]
    [Length(1, 200)]
    public string? User { get; init; }

    [Description("The variable with the user's password.")]
    public SecretReference? Password { get; init; }

    [Description("When an alert ends there that nobody renews, because nothing monitors any more; 3d by default.")]
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan EndsAfter { get; init; } = TimeSpan.FromDays(3);

    [Description("Labels that each alert has beside its own, by which it is routed: team, for instance.")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IEnumerable<Finding> Validate()
    {
        if (ChannelHttp.Accept(Address, out var reason) is null)
            yield return new Finding(nameof(Address), $"Alerts cannot be sent there: {reason}.");
        if ((User is null) != (Password is null))
            yield return new Finding(nameof(User), "User and password belong together.");
        if (User is not null && Token is not null)
            yield return new Finding(nameof(Token), "It is asked for by a token, or by a user with a password, and not by both.");
        foreach (var name in Labels.Keys.Where(x => !LabelName().IsMatch(x)))
            yield return new Finding(nameof(Labels), $"'{name}' is no name of a label; letters, digits and _ make one.");
        foreach (var name in Labels.Keys.Where(AlertmanagerChannel.OwnLabels.Contains))
            yield return new Finding(nameof(Labels), $"'{name}' is a label that each alert has already.");
    }

    [GeneratedRegex(@"\A[a-zA-Z_][a-zA-Z0-9_]{0,99}\z")]
    private static partial Regex LabelName();
}

/// <summary>
/// Alerts for an Alertmanager, which groups, routes and repeats them by its own rules: it is told of each as long as it fires,
/// and of its end. The same labels are the same alert there, however often they come.
/// </summary>
public sealed class AlertmanagerChannel : IAlertChannel
{
    internal static readonly IReadOnlySet<string> OwnLabels = new SortedSet<string>(StringComparer.Ordinal)
    {
        "alertname", "model", "environment", "severity", "column", "slice", "fingerprint",
    };

    public string Name => "alertmanager";

    public Type Options => typeof(AlertmanagerOptions);

    public bool TakesUpdates(object options) => true;

    public TimeSpan? RenewAfter(object options) => ((AlertmanagerOptions)options).EndsAfter / 4;

    public IAlertSender Open(AlertChannelRequest request) => new Sender(request, (AlertmanagerOptions)request.Options);

    private sealed class Sender(AlertChannelRequest request, AlertmanagerOptions options) : HttpSender(request)
    {
        private readonly Uri _address = new($"{options.Address.TrimEnd('/')}/api/v2/alerts");
        private readonly string? _token = request.SecretOrNone(options.Token);
        private readonly string? _password = request.SecretOrNone(options.Password);

        public override async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            await Http.PostAsync(_address, new JsonArray(Alert(message)), Prepare, cancellationToken);
            return new AlertReceipt();
        }

        private void Prepare(HttpRequestMessage post)
        {
            if (_token is not null)
                post.Headers.Authorization = new("Bearer", _token);
            else if (_password is not null)
                post.Headers.Authorization = new("Basic", Base64($"{options.User}:{_password}"));
        }

        private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        private JsonObject Alert(AlertMessage message)
        {
            var (alert, text) = (message.Alert, AlertJson.TextOf(message));
            // A trial is over at once: nobody has to be waked by it, and it goes away by itself.
            var end = message.News switch
            {
                AlertNews.Resolved => Earlier(message.Alert.ResolvedAt ?? message.At, message.At),
                AlertNews.Test => message.At + TimeSpan.FromMinutes(1),
                _ => message.At + options.EndsAfter,
            };
            return new JsonObject
            {
                ["labels"] = Labels(alert),
                ["annotations"] = new JsonObject
                {
                    ["summary"] = text.Title,
                    ["description"] = text.What,
                    ["details"] = string.Join('\n', text.Facts.Select(x => $"{x.Label}: {x.Text}")),
                    ["next"] = text.Command ?? "",
                },
                ["startsAt"] = Time(alert.Since < end ? alert.Since : end - TimeSpan.FromMilliseconds(1)),
                ["endsAt"] = Time(end),
            };
        }

        private JsonObject Labels(Alert alert)
        {
            var labels = new JsonObject
            {
                ["alertname"] = alert.Subject.Rule,
                ["model"] = alert.Subject.Model.ToString(),
                ["environment"] = alert.Subject.Environment,
                ["severity"] = alert.Severity == Severity.Error ? "critical" : "warning",
                ["fingerprint"] = alert.Fingerprint.ToString(),
            };
            if (alert.Subject.Column is { Length: > 0 } column)
                labels["column"] = AlertText.Line(column);
            if (alert.Subject.Slice is { Length: > 0 } slice)
                labels["slice"] = AlertText.Line(slice);
            foreach (var (name, value) in options.Labels)
                labels[name] = value;
            return labels;
        }

        /// <summary>An end in the future would not be one yet.</summary>
        private static DateTimeOffset Earlier(DateTimeOffset end, DateTimeOffset now) => end < now ? end : now;

        private static string Time(DateTimeOffset time) =>
            time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
