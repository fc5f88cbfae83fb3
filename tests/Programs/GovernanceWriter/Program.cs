using GovernanceWriter;

// What a command prints has happened: a test that kills the program may count on it.
Func<string[], Task> run = args[0] switch
{
    "append" => JournalCommands.AppendAsync,
    "race" => JournalCommands.RaceAsync,
    "lock" => JournalCommands.LockAsync,
    "put" => BlobCommands.PutAsync,
    "register" => RegistryCommands.RegisterAsync,
    "move" => RegistryCommands.MoveAsync,
    _ => throw new ArgumentException($"There is no command '{args[0]}'."),
};
await run(args[1..]);
