using System.CommandLine;
using Pipeline.Gateway.Hosting;

namespace Pipeline.Hosting;

public sealed class GatewayCommandTests
{
    private const string Good = "--folder /state --project acme --environment production --model loan-default";

    [Theory]
    [InlineData("serve", "auto")]
    [InlineData("serve", "127.0.0.1:8081")]
    [InlineData("take-down", "auto")]
    public async Task Arguments_OfAnotherStart_AreReadAsTheyWereMeant(string mode, string address)
    {
        var read = await RunAsync($"{mode} {Good} --address {address}");

        var again = await RunAsync(string.Join(' ', read!.For(read.Mode)));
        again!.For(again.Mode).ShouldBe(read.For(read.Mode));
        (read.Project, read.Environment, read.Model.ToString()).ShouldBe(("acme", "production", "loan-default"));
    }

    [Theory]
    [InlineData("serv " + Good, "'serv' is not known here. Did you mean 'serve'?")]
    [InlineData("serve " + Good + " --adress auto", "'--adress' is not known here. Did you mean '--address'?")]
    [InlineData("serve --folder /state --project acme --environment production --model Loan!", "'Loan!' is not a model's name.")]
    [InlineData("serve " + Good + " --address 8081x", "'8081x' is not an address; auto and 127.0.0.1:8081 are.")]
    [InlineData("serve --folder /state --project acme --environment production", "Option '--model' is required.")]
    public async Task Arguments_Wrong_AreRefusedWithWhatWasPerhapsMeant(string arguments, string problem)
    {
        var parsed = GatewayCommand.Create((_, _) => Task.FromResult(0)).Parse(arguments.Split(' '));

        GatewayCommand.ProblemsOf(parsed).ShouldContain(problem);
        (await RunAsync(arguments)).ShouldBeNull();
    }

    private static async Task<GatewayArguments?> RunAsync(string arguments)
    {
        GatewayArguments? read = null;
        var parsed = GatewayCommand.Create((x, _) =>
        {
            read = x;
            return Task.FromResult(0);
        }).Parse(arguments.Split(' '));
        if (GatewayCommand.ProblemsOf(parsed).Count == 0)
            await parsed.InvokeAsync(new InvocationConfiguration(), TestContext.Current.CancellationToken);
        return read;
    }
}
