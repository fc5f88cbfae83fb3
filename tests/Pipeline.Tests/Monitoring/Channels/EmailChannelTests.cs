using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;
using Pipeline.Testing;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using static Pipeline.Monitoring.Alerts.SomeAlert;

namespace Pipeline.Monitoring.Channels;

public sealed class EmailChannelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_ByStartTlsWithAUser_IsTextAndHtmlWithThePlot()
    {
        await using var server = MailServer.Start(_folder, isSecure: false);

        var receipt = await SendAsync(server.Options, Firing());

        var mail = server.Mails.ShouldHaveSingleItem();
        mail.Subject.ShouldBe("Firing: drift of column 'age', production of loan-default");
        mail.MessageId.ShouldBe($"{Firing().Fingerprint}-1-firing@example.com");
        receipt.MessageId.ShouldBe(mail.MessageId);
        mail.TextBody!.ShouldContain("psi in column 'age' is 0.31; at most 0.1 is required.");
        mail.TextBody!.ShouldContain("▁▁·▅█");
        mail.TextBody!.ShouldContain("'income' drifted in the same window");
        mail.HtmlBody!.ShouldContain("background:#b42318");
        mail.HtmlBody!.ShouldContain("./build.sh Monitor --environment production");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
    }

    [Fact]
    public async Task Send_Implicit_IsTlsFromTheFirstByte()
    {
        await using var server = MailServer.Start(_folder, isSecure: true);

        await SendAsync(server.Options with { Tls = MailTls.Implicit }, Firing());

        server.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Send_TheEnd_AnswersTheBeginning()
    {
        await using var server = MailServer.Start(_folder, isSecure: false);

        var receipt = await SendAsync(server.Options, Firing());
        await SendAsync(server.Options, Firing(), AlertNews.Resolved, receipt.MessageId);

        server.Mails[1].InReplyTo.ShouldBe(server.Mails[0].MessageId);
        server.Mails[1].MessageId.ShouldNotBe(server.Mails[0].MessageId);
    }

    [Fact]
    public async Task Send_HostileText_MakesNoHeaderAndNoMarkUp()
    {
        await using var server = MailServer.Start(_folder, isSecure: false);
        var subject = Subject(rule: "a\r\nBcc: victim@example.com\r\n\r\n<b>", column: "\0\u202e<i>");
        var alert = Firing("<img src=x onerror=alert(1)>", subject);

        await SendAsync(server.Options, alert);

        var mail = server.Mails.ShouldHaveSingleItem();
        mail.Bcc.ShouldBeEmpty();
        mail.Subject.ShouldStartWith("Firing: a  Bcc: victim@example.com");
        mail.HtmlBody!.ShouldNotContain("<img");
        mail.HtmlBody!.ShouldNotContain("<i>");
        server.Recipients.ShouldBe(["ops@example.com"]);
    }

    [Fact]
    public async Task Send_WrongPassword_SaysSoWithoutIt()
    {
        await using var server = MailServer.Start(_folder, isSecure: false);

        var failure = await FailAsync(server.Options, password: "wr0ng");

        failure.Message.ShouldBe("the server does not accept the user and the password");
    }

    [Fact]
    public async Task Send_CertificateOfNobody_IsRefused()
    {
        await using var server = MailServer.Start(_folder, isSecure: false);

        var failure = await FailAsync(server.Options with { Authority = null });

        failure.Message.ShouldStartWith("no safe connection to localhost can be made");
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_MessageIsRefused_IsOfTheMessage()
    {
        await using var server = MailServer.Start(_folder, isSecure: false);
        server.Refuses = true;

        var failure = await FailAsync(server.Options);

        failure.IsOfMessage.ShouldBeTrue();
        failure.Message.ShouldStartWith("the server answers 554");
    }

    [Fact]
    public async Task Send_NobodyListens_SaysSo()
    {
        var failure = await FailAsync(MailServer.OptionsOf(HttpStandIn.FreePort()));

        failure.Message.ShouldStartWith("localhost does not answer (");
        failure.IsOfMessage.ShouldBeFalse();
    }

    [Fact]
    public void Options_ThatAreUnsafeOrWrong_AreFound()
    {
        var options = new EmailOptions
        {
            Host = "smtp.example.com",
            Tls = MailTls.None,
            From = "nobody at all <",
            To = ["ops@example.com", "<<"],
            User = "ops",
        };

        options.Validate().Select(x => x.Property).ShouldBe(["Tls", "User", "From", "To"]);
    }

    private async Task<AlertReceipt> SendAsync(
        EmailOptions options, Alert alert, AlertNews news = AlertNews.Firing, string? id = null, string password = "s3cret")
    {
        var request = new AlertChannelRequest("mail", options)
        {
            Folder = _folder.Path,
            Variable = name => name == "PASSWORD" ? password : null,
        };
        await using var sender = new EmailChannel().Open(request);
        return await sender.SendAsync(new AlertMessage(news, alert) { At = Noon, MessageId = id }, Token);
    }

    private Task<ChannelFailedException> FailAsync(EmailOptions options, string password = "s3cret") =>
        Should.ThrowAsync<ChannelFailedException>(() => SendAsync(options, Firing(), password: password));

    /// <summary>A mail server with a certificate of its own, which keeps what it was sent.</summary>
    private sealed class MailServer : MessageStore, IUserAuthenticator, IUserAuthenticatorFactory, IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly int _port = HttpStandIn.FreePort();
        private readonly Task _run;

        private MailServer(TemporaryFolder folder, bool isSecure)
        {
            var certificate = Certificate();
            folder.Write("ca.pem", certificate.ExportCertificatePem());
            var options = new SmtpServerOptionsBuilder()
                .ServerName("localhost")
                .Endpoint(x => x.Endpoint(new IPEndPoint(IPAddress.Loopback, _port)).IsSecure(isSecure).Certificate(certificate)
                    .AuthenticationRequired().AllowUnsecureAuthentication(false))
                .Build();
            var services = new SmtpServer.ComponentModel.ServiceProvider();
            services.Add((IMessageStore)this);
            services.Add((IUserAuthenticatorFactory)this);
            _run = new SmtpServer.SmtpServer(options, services).StartAsync(_end.Token);
        }

        public EmailOptions Options => OptionsOf(_port);

        public List<MimeMessage> Mails { get; } = [];

        public List<string> Recipients { get; } = [];

        public bool Refuses { get; set; }

        public static MailServer Start(TemporaryFolder folder, bool isSecure) => new(folder, isSecure);

        public static EmailOptions OptionsOf(int port) => new()
        {
            Host = "localhost",
            Port = port,
            From = "Pipeline <pipeline@example.com>",
            To = ["ops@example.com"],
            User = "ops",
            Password = new SecretReference("PASSWORD"),
            Authority = "ca.pem",
        };

        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken)
        {
            if (Refuses)
                return SmtpResponse.TransactionFailed;
            using var stream = new MemoryStream(buffer.ToArray());
            Mails.Add(await MimeMessage.LoadAsync(stream, cancellationToken));
            Recipients.AddRange(transaction.To.Select(x => $"{x.User}@{x.Host}"));
            return SmtpResponse.Ok;
        }

        public Task<bool> AuthenticateAsync(
            ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult(user == "ops" && password == "s3cret");

        public IUserAuthenticator CreateInstance(ISessionContext context) => this;

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            try
            {
                await _run;
            }
            catch (OperationCanceledException)
            {
            }

            _end.Dispose();
        }

        private static X509Certificate2 Certificate()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        }
    }
}
