using LoanGenerator;

if (args is not [var path])
{
    Console.Error.WriteLine("Usage: dotnet run --project samples/loan-default/generator -- samples/loan-default/data/loans.csv");
    return 2;
}

await File.WriteAllBytesAsync(path, LoanFile.Bytes());
return 0;
