using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>What somebody without the token, or with nonsense, gets from a gateway's own port.</summary>
public sealed class AdminTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folder_AfterADeployment_IsItsOwnersAlone()
    {
        await using var lab = new Lab();

        await lab.DeployAsync("--answer", "0.25");

        File.GetUnixFileMode(lab.Folder.Token).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(lab.Folder.Path).ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData(null, "/status", "", HttpStatusCode.Unauthorized)]
    [InlineData("guessed", "/status", "", HttpStatusCode.Unauthorized)]
    [InlineData("", "/nothing", "", HttpStatusCode.NotFound)]
    [InlineData("", "/changes", "not json", HttpStatusCode.BadRequest)]
    [InlineData("", "/changes", "{\"token\": 1}", HttpStatusCode.BadRequest)]
    [InlineData("", "/lease", "{\"holder\": {\"name\": \"ada\", \"source\": \"test\"}}", HttpStatusCode.OK)]
    public async Task Request_WithThisTokenAndBody_IsAnsweredSo(string? token, string path, string body, HttpStatusCode status)
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var gateway = (await lab.StatusAsync()).Gateway!;
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{gateway.Admin}{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Length > 0 ? token : TokenOf(lab));

        using var response = await client.SendAsync(request, Token);

        response.StatusCode.ShouldBe(status);
    }

    private static string TokenOf(Lab lab) => File.ReadAllText(lab.Folder.Token);
}
