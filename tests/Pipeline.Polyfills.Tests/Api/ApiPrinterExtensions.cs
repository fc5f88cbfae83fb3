namespace Pipeline.Polyfills.Api;

public static class ApiPrinterExtensions
{
    public static int Twice(this int number) => 2 * number;
}
