using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Pipeline.Core.Artifacts;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>The options of <c>email</c>.</summary>
[Description("Mail by SMTP.")]
public sealed record EmailOptions : IValidatedRecord
{
    [Description("The mail server, as smtp.example.com.")]
    [RegularExpression(@"[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?")]
    public required string Host { get; init; }

    [Description("587 by default, for start-tls.")]
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    [Description("How the connection is made safe: start-tls, by default; implicit, as on port 465; none, on this machine.")]
    public MailTls Tls { get; init; } = MailTls.StartTls;

    [Description("A file with the certificate of an authority of your own, in PEM, from the folder of environments.yml on.")]
    [Length(1, 500)]
    public string? Authority { get; init; }

    [Description("Whom the mail is from.")]
    [Length(3, 320)]
    public required string From { get; init; }

    [Description("Whom it is to.")]
    [Length(1, 50)]
    [OrSingle]
    public required IReadOnlyList<string> To { get; init; }

    [Description("The user that the server asks for, with password; none by default.")]
    [Length(1, 320)]
    public string? User { get; init; }

    [Description("The variable with the user's password.")]
    public SecretReference? Password { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Tls == MailTls.None && Host != "localhost" && !(IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip)))
        {
            yield return new Finding(
                nameof(Tls), "Mail without TLS can be read by anybody on the way; only this machine is asked so.");
        }

        if ((User is null) != (Password is null))
            yield return new Finding(nameof(User), "User and password belong together.");
        if (!MailboxAddress.TryParse(From, out _))
            yield return new Finding(nameof(From), $"'{AlertText.Line(From)}' is no address of mail.");
        foreach (var (index, to) in To.Index().Where(x => !MailboxAddress.TryParse(x.Item, out _)))
            yield return new Finding(nameof(To), $"'{AlertText.Line(to)}' is no address of mail.") { Item = index };
        if (Authority is not null && !ContainedPath.TryResolve(Path.GetTempPath(), Authority, out _, out var reason))
            yield return new Finding(nameof(Authority), reason);
    }
}

/// <summary>How a connection to a mail server is made safe.</summary>
public enum MailTls
{
    /// <summary>It begins in clear, and is not used unless the server changes to TLS.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Implicit,

    /// <summary>In clear.</summary>
    None,
}

/// <summary>
/// Mail in text and HTML. What belongs to one alert is one thread, and the same message has the same Message-ID.
/// </summary>
public sealed class EmailChannel : IAlertChannel
{
    public string Name => "email";

    public Type Options => typeof(EmailOptions);

    public IAlertSender Open(AlertChannelRequest request) => new Sender(request, (EmailOptions)request.Options);

    private sealed class Sender(AlertChannelRequest request, EmailOptions options) : IAlertSender
    {
        private readonly string? _password = request.SecretOrNone(options.Password);
        private readonly SmtpClient _client = new() { CheckCertificateRevocation = false };

        public async Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            try
            {
                if (!_client.IsConnected)
                    await ConnectAsync(cancellationToken);
                using var mail = AlertMail.Of(message, options);
                await _client.SendAsync(mail, cancellationToken);
                return new AlertReceipt(mail.MessageId);
            }
            catch (SmtpCommandException exception)
            {
                var status = (int)exception.StatusCode;
                throw new ChannelFailedException(
                    string.Create(CultureInfo.InvariantCulture, $"the server answers {status}: {exception.Message.Trim()}"))
                {
                    IsOfMessage = exception.ErrorCode == SmtpErrorCode.MessageNotAccepted && status >= 500,
                };
            }
            catch (Exception exception) when (exception is ProtocolException or AuthenticationException or SslHandshakeException
                or NotSupportedException or IOException or System.Net.Sockets.SocketException or CryptographicException)
            {
                throw new ChannelFailedException(Reason(exception));
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                if (_client.IsConnected)
                    await _client.DisconnectAsync(quit: true, patience.Token);
            }
            catch (Exception exception) when (exception is ProtocolException or CommandException or IOException
                or OperationCanceledException or System.Net.Sockets.SocketException)
            {
                // What was sent was taken already; a server that does not say goodbye is no matter.
            }

            _client.Dispose();
        }

        private async Task ConnectAsync(CancellationToken cancellationToken)
        {
            if (options.Authority is { } authority)
            {
                var file = ContainedPath.Resolve(request.Folder, authority);
                var trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(file, cancellationToken));
                _client.ServerCertificateValidationCallback =
                    (_, certificate, _, errors) => IsTrusted(certificate, errors, trusted);
            }

            await _client.ConnectAsync(options.Host, options.Port, options.Tls switch
            {
                MailTls.Implicit => SecureSocketOptions.SslOnConnect,
                MailTls.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, cancellationToken);
            if (_password is not null)
                await _client.AuthenticateAsync(new NetworkCredential(options.User, _password), cancellationToken);
        }

        /// <summary>The name must be right; the chain has to end in the authority instead of one of the system's.</summary>
        private static bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2 authority)
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var leaf = new X509Certificate2(certificate);
            return chain.Build(leaf);
        }

        private string Reason(Exception exception) => exception switch
        {
            AuthenticationException => "the server does not accept the user and the password",
            SslHandshakeException =>
                $"no safe connection to {options.Host} can be made: its certificate is not trusted, or it has no TLS",
            NotSupportedException => $"{options.Host} offers no TLS",
            _ => $"{options.Host} does not answer ({exception.Message.Trim().TrimEnd('.')})",
        };
    }
}

/// <summary>Alerts as mail.</summary>
internal static class AlertMail
{
    public static MimeMessage Of(AlertMessage message, EmailOptions options)
    {
        var (text, from) = (AlertJson.TextOf(message), MailboxAddress.Parse(options.From));
        var mail = new MimeMessage
        {
            Subject = text.Title,
            Date = message.At,
            MessageId = Id(message.Key, from),
        };
        mail.From.Add(from);
        mail.To.AddRange(options.To.Select(x => MailboxAddress.Parse(x)));
        if (message.MessageId is { } before)
        {
            mail.InReplyTo = before;
            mail.References.Add(before);
        }

        // Keeps holiday notes from being sent back (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-Pipeline-Alert", message.Alert.Fingerprint.ToString());
        mail.Body = new BodyBuilder { TextBody = text.ToString(), HtmlBody = Html(message, text) }.ToMessageBody();
        return mail;
    }

    private static string Id(string key, MailboxAddress from) =>
        $"{key}@{(from.Domain.Length > 0 ? from.Domain : "pipeline.invalid")}";

    private static string Html(AlertMessage message, AlertText text)
    {
        var html = new StringBuilder("""<div style="font-family:sans-serif;font-size:14px;color:#101828">""");
        html.Append(CultureInfo.InvariantCulture, $"""<p style="font-size:16px"><strong>{Encode(text.Title)}</strong></p>""");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Encode(text.What)}</p>");
        if (message.Alert.Series is { } series)
            html.Append(AlertPlot.Bars(series));
        html.Append("""<table cellpadding="4" style="font-size:14px">""");
        foreach (var fact in text.Facts)
        {
            html.Append("""<tr><td style="color:#475467" valign="top">""").Append(Encode(fact.Label))
                .Append("</td><td>").Append(Encode(fact.Text)).Append("</td></tr>");
        }

        html.Append("</table>");
        if (text.Command is { } command)
            html.Append("""<pre style="background:#f2f4f7;padding:8px">""").Append(Encode(command)).Append("</pre>");
        return html.Append("</div>").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
