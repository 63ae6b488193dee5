# Publishes the chat and what measures it, for the scripts beside this one.
for project in apps/Parley.Chat:chat bench/ChatBench:chat-bench; do
    log=$(dotnet publish "${project%%:*}" -c Release -o "bench/.peers/${project##*:}" -v quiet --nologo 2>&1) || {
        echo "$log"
        exit 1
    }
done
