using System.Text.RegularExpressions;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>
/// A channel whose messages are issues: one is opened when an alert fires, changed while it does, and closed when it is over.
/// Whatever keeps issues derives from it.
/// </summary>
public abstract class IssueChannel : IAlertChannel
{
    public abstract string Name { get; }

    public abstract Type Options { get; }

    public bool TakesUpdates(object options) => true;

    public IAlertSender Open(AlertChannelRequest request) => new Sender(OpenTracker(request));

    /// <exception cref="ChannelFailedException">A secret is not set, for instance.</exception>
    protected abstract IIssueTracker OpenTracker(AlertChannelRequest request);

    private sealed class Sender(IIssueTracker tracker) : IAlertSender
    {
        public async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            var draft = IssueText.Of(message);
            // A process may have ended between the opening of an issue and the remembering of its number.
            var id = message.MessageId ?? await tracker.FindAsync(draft.Marker, cancellationToken);
            if (message.News == AlertNews.Resolved)
            {
                if (id is not null)
                    await tracker.CloseAsync(id, draft, cancellationToken);
                return new AlertReceipt(id, id is null ? null : $"issue {id} closed");
            }

            if (id is null)
                id = await tracker.OpenAsync(draft, cancellationToken);
            else
                await tracker.UpdateAsync(id, draft, cancellationToken);
            if (message.News == AlertNews.Test)
                await tracker.CloseAsync(id, draft, cancellationToken);
            return new AlertReceipt(id, $"issue {id}");
        }

        public ValueTask DisposeAsync() => tracker.DisposeAsync();
    }
}

/// <summary>
/// Something that keeps issues. All of its calls throw <see cref="ChannelFailedException"/> where they are not obeyed.
/// </summary>
public interface IIssueTracker : IAsyncDisposable
{
    /// <summary>The id of an open issue whose body has the marker; null where there is none.</summary>
    Task<string?> FindAsync(string marker, CancellationToken cancellationToken);

    /// <returns>The id by which the issue is changed and closed; people see it.</returns>
    Task<string> OpenAsync(IssueDraft draft, CancellationToken cancellationToken);

    /// <summary>Puts title and body in place of those that are there.</summary>
    Task UpdateAsync(string id, IssueDraft draft, CancellationToken cancellationToken);

    /// <summary>
    /// Puts title and body in place of those that are there, and closes the issue, which may be closed already.
    /// </summary>
    Task CloseAsync(string id, IssueDraft draft, CancellationToken cancellationToken);
}

/// <summary>An issue as it shall be.</summary>
/// <param name="Title">One line.</param>
/// <param name="Body">In Markdown. What came from data stands in code, which mentions nobody and refers to nothing.</param>
/// <param name="Marker">Stands in the body, and in that of no other alert.</param>
/// <param name="Labels">What the issue is labelled with.</param>
public sealed record IssueDraft(string Title, string Body, string Marker, IReadOnlyList<string> Labels);

/// <summary>Alerts as issues.</summary>
internal static partial class IssueText
{
    public static IssueDraft Of(AlertMessage message)
    {
        var (alert, text) = (message.Alert, AlertJson.TextOf(message));
        var marker = FormattableString.Invariant($"<!-- pipeline-alert {alert.Fingerprint} {alert.Number} -->");
        var said = text.ToString();
        var fence = new string('`', Math.Max(3, Backticks().Matches(said).Select(x => x.Length + 1).DefaultIfEmpty(3).Max()));
        return new IssueDraft(
            text.Title,
            $"{fence}text\n{said}{fence}\n\n{marker}\n",
            marker,
            ["alert", $"severity: {alert.Severity.ToString().ToLowerInvariant()}"]);
    }

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
